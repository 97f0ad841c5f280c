const START_SLOTS = 1024;

/** Whether a name can be used; undefined when it can. */
export type NameFault = 'empty' | 'too-long' | 'control-character' | 'not-in-encoding' | 'too-many';

/** Ids of names that cannot be used are negative: `FAULTS[-1 - id]`. */
export const FAULTS: readonly NameFault[] = ['empty', 'too-long', 'control-character', 'not-in-encoding', 'too-many'];

const MAX_BYTES = 512;
const MAX_CHARACTERS = 128;

/**
 * Small integers for names that come as bytes, so that a row costs no string: open addressing over FNV-1a hashes, the
 * bytes of known names in one arena. Rows of one household come together, or households take turns, so the last name and
 * the one behind it are tried first.
 */
export class NameTable {
  readonly names: string[] = [];
  private slots = new Int32Array(START_SLOTS).fill(-1);
  private hashes = new Int32Array(START_SLOTS / 2);
  private starts = new Int32Array(START_SLOTS / 2 + 1);
  private arena = new Uint8Array(16_384);
  private lastId = -1;

  constructor(
    private readonly decode: (bytes: Uint8Array) => string | undefined,
    private readonly maximum: number,
  ) {}

  /** The id of the name in `bytes[start, end)`; negative when it cannot be used. */
  idOf(bytes: Uint8Array, start: number, end: number): number {
    if (this.lastId >= 0) {
      if (this.isName(this.lastId, bytes, start, end)) return this.lastId;
      const next = this.lastId + 1 === this.names.length ? 0 : this.lastId + 1;
      if (this.isName(next, bytes, start, end)) return (this.lastId = next);
    }
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let id = this.slots[slot]!; id >= 0; id = this.slots[slot]!) {
      if (this.hashes[id] === hash && this.isName(id, bytes, start, end)) {
        this.lastId = id;
        return id;
      }
      slot = (slot + 1) & mask;
    }
    return this.add(bytes.subarray(start, end), hash);
  }

  private isName(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.starts[id]!;
    const length = this.starts[id + 1]! - from;
    if (length !== end - start) return false;
    for (let i = 0; i < length; i++) if (this.arena[from + i] !== bytes[start + i]) return false;
    return true;
  }

  private add(bytes: Uint8Array, hash: number): number {
    const name = this.decode(bytes);
    const fault = faultOf(bytes, name) ?? (this.names.length >= this.maximum ? 'too-many' : undefined);
    if (fault) return -1 - FAULTS.indexOf(fault);
    const id = this.names.length;
    this.names.push(name!);
    if (id + 1 >= this.starts.length) this.growIds();
    const from = this.starts[id]!;
    if (from + bytes.length > this.arena.length) this.arena = longer(this.arena, bytes.length);
    this.arena.set(bytes, from);
    this.starts[id + 1] = from + bytes.length;
    this.hashes[id] = hash;
    this.place(id, hash);
    this.lastId = id;
    return id;
  }

  private place(id: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = id;
  }

  private growIds(): void {
    const count = this.starts.length - 1;
    const starts = new Int32Array(count * 2 + 1);
    const hashes = new Int32Array(count * 2);
    starts.set(this.starts);
    hashes.set(this.hashes);
    this.starts = starts;
    this.hashes = hashes;
    this.slots = new Int32Array(count * 4).fill(-1);
    for (let id = 0; id < count; id++) this.place(id, hashes[id]!);
  }
}

function faultOf(bytes: Uint8Array, name: string | undefined): NameFault | undefined {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > MAX_BYTES) return 'too-long';
  if (name === undefined) return 'not-in-encoding';
  if (name.length > MAX_CHARACTERS) return 'too-long';
  for (const byte of bytes) if (byte < 32 || byte === 127) return 'control-character';
  return undefined;
}

function longer(arena: Uint8Array, more: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(arena.length * 2 + more);
  next.set(arena);
  return next;
}
