import { crc32 } from 'node:zlib';
import { type PackedTrees, PackedTreesBuilder } from './packed-trees';

const MAGIC = 'GLIF';
const VERSION = 1;
const CHECKSUM_BYTES = 4;
/** At most: magic, version, three numbers. */
const HEADER_BYTES = 5 + 3 * 4;
/** At most, for each row of a tree's sample: an inner node and a leaf. */
const ROW_BYTES = 7 + 3;

/**
 * A forest as bytes: "GLIF", a byte with the version, trees, columns, sample size; each tree's nodes from the root down,
 * left before right; CRC-32 of all that. An inner node is its column + 1 and its threshold, a leaf is 0 and its rows.
 * Thresholds are single-precision, little-endian as the CRC; all other numbers LEB128 (seven bits a byte, lowest first).
 */
export function packedToBytes(packed: PackedTrees): Uint8Array {
  const { trees, columns, sampleSize, height, threshold, feature, leaf, leafRows } = packed;
  const bytes = Buffer.alloc(HEADER_BYTES + trees * sampleSize * ROW_BYTES + CHECKSUM_BYTES);
  let at = bytes.write(MAGIC, 'latin1');
  const writeNumber = (value: number) => {
    for (; value > 127; value >>>= 7) bytes[at++] = (value & 127) | 128;
    bytes[at++] = value;
  };
  const writeNode = (base: number, node: number, depth: number): void => {
    const limit = depth < height ? threshold[base + node]! : Number.POSITIVE_INFINITY;
    if (limit === Number.POSITIVE_INFINITY) {
      writeNumber(0);
      writeNumber(leafRows[leaf[base + (node << (height - depth)) - (1 << height)]!]!);
      return;
    }
    writeNumber(feature[base + node]! + 1);
    at = bytes.writeFloatLE(limit, at);
    writeNode(base, 2 * node, depth + 1);
    writeNode(base, 2 * node + 1, depth + 1);
  };
  for (const value of [VERSION, trees, columns, sampleSize]) writeNumber(value);
  for (let tree = 0; tree < trees; tree++) writeNode(tree << height, 1, 0);
  at = bytes.writeUInt32LE(crc32(bytes.subarray(0, at)), at);
  return new Uint8Array(bytes.subarray(0, at));
}

/** @throws Error when the bytes are no forest, are damaged, of another version, or describe a forest that can't be */
export function packedFromBytes(given: Uint8Array): PackedTrees {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length);
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('these bytes are no isolation forest');
  const end = bytes.length - CHECKSUM_BYTES;
  if (end < MAGIC.length || crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) throw damaged('wrong checksum');
  let at = MAGIC.length;
  const readNumber = () => {
    for (let value = 0, shift = 0; shift < 28 && at < end; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw damaged(`no number ends at byte ${at}`);
  };
  const version = readNumber();
  if (version !== VERSION) throw new Error(`isolation forest of version ${version}, not ${VERSION}: fit it again`);
  const trees = readNumber();
  const columns = readNumber();
  const sampleSize = readNumber();
  const nodes = new PackedTreesBuilder(trees, columns, sampleSize);

  /** Returns the rows below the node. */
  const readNode = (tree: number, node: number, depth: number): number => {
    const tag = readNumber();
    if (tag === 0) {
      const rows = readNumber();
      if (rows < 1 || rows > sampleSize) throw damaged(`tree ${tree} has a leaf of ${rows} rows`);
      nodes.leaf(tree, node, depth, rows);
      return rows;
    }
    if (depth === nodes.height) throw damaged(`tree ${tree} is higher than ${depth}`);
    if (tag > columns) throw damaged(`tree ${tree} is split at column ${tag - 1} of ${columns}`);
    if (at + 4 > end) throw damaged(`it ends within tree ${tree}`);
    const threshold = bytes.readFloatLE(at);
    if (!Number.isFinite(threshold)) throw damaged(`tree ${tree} is split at ${threshold}`);
    at += 4;
    nodes.inner(tree, node, tag - 1, threshold);
    return readNode(tree, 2 * node, depth + 1) + readNode(tree, 2 * node + 1, depth + 1);
  };
  for (let tree = 0; tree < trees; tree++) {
    const rows = readNode(tree, 1, 0);
    if (rows !== sampleSize) throw damaged(`tree ${tree} has ${rows} rows, not ${sampleSize}`);
  }
  if (at !== end) throw damaged(`${end - at} bytes are left over`);
  return nodes.build();
}

const damaged = (why: string) => new Error(`the isolation forest is damaged: ${why}; fit it again`);
