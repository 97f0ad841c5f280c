/** JSON has no NaN and no infinity, which stand for "not known". */
export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
