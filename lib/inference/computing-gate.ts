const COMPUTING = 0;
const STOPPED = 1;
/** Longer than any single call takes; a process shall end even so. */
const PATIENCE_MS = 5000;

/**
 * Keeps a process from ending while another thread is inside the native library, which would abort it (exit code 134)
 * instead. Both threads hold a gate on the same memory.
 */
export class ComputingGate {
  private readonly state: Int32Array;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.state = new Int32Array(memory);
  }

  /** Runs work of the library; when the gate is stopped, it never begins and the promise stays open. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    Atomics.store(this.state, COMPUTING, 1);
    try {
      if (Atomics.load(this.state, STOPPED) === 0) return await work();
    } finally {
      Atomics.store(this.state, COMPUTING, 0);
      Atomics.notify(this.state, COMPUTING);
    }
    return new Promise<never>(() => undefined);
  }

  /** Blocks until the other thread is outside; afterwards it stays there. */
  stop(): void {
    Atomics.store(this.state, STOPPED, 1);
    Atomics.wait(this.state, COMPUTING, 1, PATIENCE_MS);
  }
}
