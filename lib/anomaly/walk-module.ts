/** Rows that go down a tree at once: the steps of one wait for memory, those of eight fill the wait. */
export const ROWS_AT_ONCE = 8;
/** A place of a tree in the memory of the module: threshold and byte offset of the column, or the path length of a leaf. */
export const PLACE_BYTES = 8;
const PLACE_SHIFT = 3;

/** The function `walk` of the module. */
export type Walk = (
  /** Where the first tree begins; tree after tree, its places are numbered as in `PackedTrees`, the leaves come last. */
  tree: number,
  trees: number,
  bytesOfTree: number,
  /** Where the rows are, single-precision; a multiple of ROWS_AT_ONCE. */
  rows: number,
  endOfRows: number,
  bytesOfRow: number,
  /** Where the double-precision sums are, to which the path lengths are added. */
  sums: number,
  height: number,
) => void;

// Parameters and locals of the function, by number.
const [TREE, TREES, TREE_BYTES, ROWS, ROWS_END, ROW_BYTES, SUMS, HEIGHT, LEVEL, ROW, SUM, PLACE, FIRST] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const;
const PARAMETERS = LEVEL;
const EACH = Array.from({ length: ROWS_AT_ONCE }, (_, i) => i);
/** Where row i of those at once begins, and in which place of the tree, times PLACE_BYTES, it is. */
const start = (i: number) => FIRST + i;
const at = (i: number) => FIRST + ROWS_AT_ONCE + i;
const LOCALS = at(ROWS_AT_ONCE) - PARAMETERS;

// Instructions of WebAssembly, https://webassembly.github.io/spec/core/appendix/index-instructions.html
const I32 = 0x7f;
const get = (local: number) => [0x20, ...unsigned(local)];
const set = (local: number) => [0x21, ...unsigned(local)];
const tee = (local: number) => [0x22, ...unsigned(local)];
const constant = (value: number) => [0x41, value & 0x7f];
const loadI32 = (offset: number) => [0x28, 2, ...unsigned(offset)];
const loadF32 = (offset: number) => [0x2a, 2, ...unsigned(offset)];
const loadF64 = (offset: number) => [0x2b, 3, ...unsigned(offset)];
const storeF64 = (offset: number) => [0x39, 3, ...unsigned(offset)];
const [LESS_U, GREATER_F32, ADD, OR, SHIFT_LEFT, ADD_F64] = [0x49, 0x5e, 0x6a, 0x72, 0x74, 0xa0] as const;
/** Runs the body again as long as it leaves a number that is not 0. */
const loop = (...body: number[][]) => [0x03, 0x40, ...body.flat(), 0x0d, 0, 0x0b];
const countDown = (local: number) => [...get(local), ...constant(-1), ADD, ...tee(local)];
const advance = (local: number, by: number[]) => [...get(local), ...by, ADD, ...set(local)];

/** place = 2 · place + (value > threshold) */
const step = (i: number) => [
  ...[...get(at(i)), ...constant(1), SHIFT_LEFT],
  ...[...get(start(i)), ...get(TREE), ...get(at(i)), ADD, ...tee(PLACE), ...loadI32(4), ADD, ...loadF32(0)],
  ...[...get(PLACE), ...loadF32(0), GREATER_F32, ...constant(PLACE_SHIFT), SHIFT_LEFT, OR, ...set(at(i))],
];
const addPath = (i: number) => [
  ...[...get(SUM), ...get(SUM), ...loadF64(8 * i)],
  ...[...get(TREE), ...get(at(i)), ADD, ...loadF64(0), ADD_F64, ...storeF64(8 * i)],
];
const begin = (i: number) => [
  ...(i === 0 ? get(ROW) : [...get(start(i - 1)), ...get(ROW_BYTES), ADD]),
  ...[...set(start(i)), ...constant(PLACE_BYTES), ...set(at(i))],
];

/** Each tree in turn takes all rows: the tree and the rows stay in the first-level cache. */
const WALK = loop(
  [...get(ROWS), ...set(ROW), ...get(SUMS), ...set(SUM)],
  loop(
    EACH.flatMap(begin),
    [...get(HEIGHT), ...set(LEVEL)],
    loop(EACH.flatMap(step), countDown(LEVEL)),
    EACH.flatMap(addPath),
    advance(SUM, [...constant(8), ...constant(PLACE_SHIFT), SHIFT_LEFT]),
    [...get(start(ROWS_AT_ONCE - 1)), ...get(ROW_BYTES), ADD, ...tee(ROW), ...get(ROWS_END), LESS_U],
  ),
  advance(TREE, get(TREE_BYTES)),
  countDown(TREES),
);

/** The WebAssembly module with `walk`, which takes its memory as the import `memory` of `env`. */
export function walkModule(): Uint8Array<ArrayBuffer> {
  const body = [...vector([[...unsigned(LOCALS), I32]]), ...WALK, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector([[0x60, ...vector(Array(PARAMETERS).fill([I32])), 0]])),
    ...section(2, vector([[...name('env'), ...name('memory'), 2, 0, 1]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...name('walk'), 0, 0]])),
    ...section(10, vector([[...unsigned(body.length), ...body]])),
  ]);
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: number[][]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function name(text: string): number[] {
  return vector([...Buffer.from(text)].map((byte) => [byte]));
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}
