/** Texts of a widget by language; a page speaks the browser's language when we do, otherwise English. */
export function pickTexts<T>(texts: { en: T; de: T }): T {
  return navigator.language.startsWith('de') ? texts.de : texts.en;
}

const digits = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 5 });

/** A value with its unit, as the browser's language writes numbers. */
export function formatValue(value: number, unit = ''): string {
  // No minus before zero.
  const text = digits.format(value || 0);
  return unit ? `${text} ${unit}` : text;
}
