/** What makes a spreadsheet take a text for a formula, also behind white space and characters that do not show. */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/**
 * A text as a CSV cell: quoted by RFC 4180 where it has to be. A text that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP, CSV Injection).
 */
export function csvText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
