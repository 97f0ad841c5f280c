/** A number for people: at most so many decimals, no trailing zeros. */
export const decimals = (value: number, digits = 3): string => String(Number(value.toFixed(digits)));
