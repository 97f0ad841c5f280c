/** A waveform file that cannot be read, or not as asked: names the file, the place in it, and the remedy. */
export class WaveformFileError extends Error {
  /** @param place e.g. `line 3` or `byte 128`; empty when it is the file as a whole */
  constructor(
    readonly file: string,
    readonly place: string,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${file}${place === '' ? '' : `, ${place}`}: ${problem}: ${remedy}`);
  }
}

/** What a file says, cut short and made fit to be quoted in a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
