import { RequestFault } from '../../lib/waveform/service';

interface Pending<T> {
  resolve(result: T): void;
  reject(fault: RequestFault): void;
  timer: NodeJS.Timeout;
}

/** Requests whose result is still on its way through the flow. */
export class PendingRequests<T> {
  private readonly waiting = new Map<string, Pending<T>>();

  constructor(private readonly timeoutMs: number) {}

  get size(): number {
    return this.waiting.size;
  }

  /** What `settle` is called with for the same id. @throws RequestFault 504 when nothing comes in time */
  wait(id: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        const message = `no classification came within ${this.timeoutMs / 1000} s`;
        reject(
          new RequestFault(504, message, 'wire the chain from grid fault request back to its input, or ask again'),
        );
      }, this.timeoutMs);
      this.waiting.set(id, { resolve, reject, timer });
    });
  }

  /** The result of a request, or why there is none; false when nobody waits for it. */
  settle(id: string, result: T | RequestFault): boolean {
    const pending = this.waiting.get(id);
    if (!pending) return false;
    this.waiting.delete(id);
    clearTimeout(pending.timer);
    if (result instanceof RequestFault) pending.reject(result);
    else pending.resolve(result);
    return true;
  }

  close(): void {
    for (const id of [...this.waiting.keys()]) {
      this.settle(id, new RequestFault(503, 'the flow was stopped', 'ask again in some seconds'));
    }
  }
}
