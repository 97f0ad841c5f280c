/** Control characters, halves of characters, what turns the direction of writing, and what XML does not allow. */
const UNFIT = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** A text from outside on one line of at most so many characters, each of which can stand in a page or a drawing. */
export function plainText(text: string, maximumLength: number): string {
  // Cut first: nobody reads on, and a name may be megabytes.
  const characters = Array.from(
    text
      .slice(0, 4 * maximumLength)
      .replace(/\s+/g, ' ')
      .replace(UNFIT, '\ufffd'),
  );
  const whole = characters.length <= maximumLength && text.length <= 4 * maximumLength;
  return whole ? characters.join('') : `${characters.slice(0, maximumLength - 1).join('')}…`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text from outside within HTML, as content or in a quoted attribute. */
export function htmlText(text: string, maximumLength = 300): string {
  return plainText(text, maximumLength).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
