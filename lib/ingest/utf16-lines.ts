/** Reads a UTF-16 text as UTF-8 and still knows where each line stands in the file, and its bytes there. */
export class Utf16Lines {
  private readonly decoder: InstanceType<typeof TextDecoder>;
  private readonly utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The bytes of the file from `rawOffset` on: text that is damaged cannot be turned back into them. */
  private raw: Uint8Array = new Uint8Array(0);
  private rawOffset: number;

  /** `offset`: where the line that is being read begins in the file. */
  constructor(
    readonly encoding: 'utf-16le' | 'utf-16be',
    public offset: number,
  ) {
    this.decoder = new TextDecoder(encoding, { ignoreBOM: true });
    this.rawOffset = offset;
  }

  toUtf8(chunk: Uint8Array): Uint8Array {
    this.raw = Buffer.concat([this.raw, chunk]);
    return Buffer.from(this.decoder.decode(chunk, { stream: true }), 'utf8');
  }

  /** What half a character at the end of the file reads as. */
  end(): Uint8Array {
    return Buffer.from(this.decoder.decode(), 'utf8');
  }

  /** Moves on over a line with its end, or a piece of one. */
  advance(line: Uint8Array): void {
    this.offset += this.lengthOf(line);
  }

  /** The bytes in the file of a text that begins at an offset and has not been dropped yet. */
  original(text: Uint8Array, byteOffset: number): Buffer {
    const from = byteOffset - this.rawOffset;
    return Buffer.from(this.raw.subarray(from, from + this.lengthOf(text)));
  }

  /** Forgets what lies before the line that is being read. */
  drop(): void {
    this.raw = this.raw.subarray(this.offset - this.rawOffset);
    this.rawOffset = this.offset;
  }

  get lineEnd(): Buffer {
    return Buffer.from(this.encoding === 'utf-16le' ? [10, 0] : [0, 10]);
  }

  /** Every unit of two bytes is one unit of the text, also half a character. */
  private lengthOf(text: Uint8Array): number {
    return this.utf8.decode(text).length * 2;
  }
}
