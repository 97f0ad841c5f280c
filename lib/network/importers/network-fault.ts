/** A file that can't be made a network at all: what, where, and what to do about it. */
export class NetworkFault extends Error {
  constructor(
    readonly place: string,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${place} ${problem}; ${remedy}`);
    this.name = 'NetworkFault';
  }
}
