import { crc32 } from 'node:zlib';
import { checkWhole, MAX_COLUMNS, MAX_SAMPLE_SIZE, type PackedTrees, PackedTreesBuilder } from './packed-trees';

const MAGIC = 'GLIF';
const VERSION = 1;
const HEADER_BYTES = 5;
const CHECKSUM_BYTES = 4;

/**
 * A forest as bytes: "GLIF", version, trees, columns, sample size; each tree's nodes from the root down, left before
 * right; CRC-32 of all before it. An inner node is its column + 1 and the threshold, a leaf 0 and its rows. Thresholds
 * are little-endian single-precision, all other numbers LEB128 (seven bits a byte, lowest first).
 */
export function packedToBytes(packed: PackedTrees): Uint8Array {
  const { trees, columns, sampleSize, height, threshold, feature, leaf, leafRows } = packed;
  // No tree has more inner nodes than rows but one; a column number takes up to three bytes, a leaf's rows two.
  const bytes = Buffer.alloc(HEADER_BYTES + 12 + trees * sampleSize * (7 + 3) + CHECKSUM_BYTES);
  bytes.write(MAGIC, 'latin1');
  bytes[4] = VERSION;
  let at = HEADER_BYTES;
  const number = (value: number) => {
    for (; value > 127; value >>>= 7) bytes[at++] = (value & 127) | 128;
    bytes[at++] = value;
  };
  const node = (base: number, node: number, depth: number): void => {
    const limit = depth < height ? threshold[base + node]! : Number.POSITIVE_INFINITY;
    if (limit === Number.POSITIVE_INFINITY) {
      number(0);
      number(leafRows[leaf[base + (node << (height - depth)) - (1 << height)]!]!);
      return;
    }
    number(feature[base + node]! + 1);
    at = bytes.writeFloatLE(limit, at);
    child(base, 2 * node, depth + 1);
    child(base, 2 * node + 1, depth + 1);
  };
  const child = node;
  for (const value of [trees, columns, sampleSize]) number(value);
  for (let tree = 0; tree < trees; tree++) node(tree << height, 1, 0);
  at = bytes.writeUInt32LE(crc32(bytes.subarray(0, at)), at);
  return new Uint8Array(bytes.subarray(0, at));
}
