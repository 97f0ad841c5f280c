import { createHash } from 'node:crypto';

/** Letters, digits and a few signs; nothing that hides a file, leaves a folder, or that some file system refuses. */
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} _-]|\.(?![.]|$))*$/u;
/** Leaves 28 of 120 bytes for the ending. */
const STEM_BYTES = 92;
const HASH_DIGITS = 16;

/**
 * Names of files (without ending) made from parts that come from outside: `['Berlin', '2026-01-02']` gives
 * `Berlin_2026-01-02`. A name that had to be changed or cut, or that another of the list has too (also on a file system
 * that does not tell capitals apart), ends in `~` and a hash of its parts. Every list of parts is expected once; the
 * order of the lists does not matter.
 */
export function fileNames(lists: readonly (readonly string[])[]): string[] {
  const stems = lists.map((parts) => parts.map(fitting).join('_'));
  const uses = new Map<string, number>();
  for (const stem of stems) uses.set(folded(stem), (uses.get(folded(stem)) ?? 0) + 1);
  return stems.map((stem, i) => {
    const parts = lists[i]!;
    const isKept = parts.every(isPlain) && Buffer.byteLength(stem) <= STEM_BYTES && uses.get(folded(stem)) === 1;
    return isKept ? stem : `${cut(stem, STEM_BYTES - HASH_DIGITS - 1)}~${hash(parts)}`;
  });
}

const isPlain = (part: string) => PLAIN.test(part) && !part.endsWith(' ');
const folded = (stem: string) => stem.normalize('NFKC').toLowerCase();

function fitting(part: string): string {
  if (isPlain(part)) return part;
  const replaced = part
    .slice(0, STEM_BYTES)
    .replace(/[^\p{L}\p{M}\p{N}_-]/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return replaced || 'name';
}

function cut(text: string, bytes: number): string {
  let short = '';
  for (const character of text) {
    if (Buffer.byteLength(short + character) > bytes) break;
    short += character;
  }
  return short;
}

/** JSON writes halves of characters as escapes, so no two lists of parts are hashed as the same bytes. */
function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, HASH_DIGITS);
}
