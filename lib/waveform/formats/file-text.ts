const UTF16LE_BOM = [0xff, 0xfe];
const UTF16BE_BOM = [0xfe, 0xff];

/**
 * The text of a file in an unknown encoding: by its byte order mark, else UTF-8 when all of it is, else Windows-1251 or
 * ISO-8859-1. NUL, SUB (0x1A, an end-of-file mark of old systems) and what else controls nothing here is left out.
 */
export function fileText(bytes: Uint8Array): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  return decoded(bytes).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, '');
}

/** Lines of a text, whatever ends them; doubled line ends give empty lines. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

function decoded(bytes: Uint8Array): string {
  if (startsWith(bytes, UTF16LE_BOM)) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, UTF16BE_BOM)) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (looksCyrillic(bytes)) return new TextDecoder('windows-1251').decode(bytes);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
}

const startsWith = (bytes: Uint8Array, mark: number[]) => mark.every((byte, i) => bytes[i] === byte);

/** Letters with accents stand beside plain ones; Cyrillic words have no plain letters at all. */
function looksCyrillic(bytes: Uint8Array): boolean {
  let balance = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0xc0) continue;
    balance += isAsciiLetter(bytes[i - 1]) || isAsciiLetter(bytes[i + 1]) ? -1 : 1;
  }
  return balance > 0;
}

function isAsciiLetter(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
