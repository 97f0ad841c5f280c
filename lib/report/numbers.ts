/** A number for people: at most so many decimals, no trailing zeros. */
export const decimals = (value: number, digits = 2): string => String(Number(value.toFixed(digits)));

export const percent = (share: number): string => `${decimals(100 * share, 1)} %`;

/** 20,000 as `20,000`, whatever the language of the machine is. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;
