/** Reads a UTF-16 text as UTF-8 and still knows where each line stands in the file, and its bytes there. */
export class Utf16Lines {
  private readonly decoder: InstanceType<typeof TextDecoder>;
  private readonly utf8 = new TextDecoder();

  /** `offset`: where the line that is being read begins in the file. */
  constructor(
    readonly encoding: 'utf-16le' | 'utf-16be',
    public offset: number,
  ) {
    this.decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  toUtf8(chunk: Uint8Array): Uint8Array {
    return Buffer.from(this.decoder.decode(chunk, { stream: true }), 'utf8');
  }

  /** Moves on over a line with its end. */
  advance(line: Uint8Array): void {
    this.offset += this.utf8.decode(line).length * 2;
  }

  original(line: Uint8Array): Buffer {
    const bytes = Buffer.from(this.utf8.decode(line), 'utf16le');
    return this.encoding === 'utf-16be' ? bytes.swap16() : bytes;
  }
}
