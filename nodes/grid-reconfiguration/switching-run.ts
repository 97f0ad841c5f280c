import type { NetworkChange, SwitchingPair } from '../../lib/messages';
import type { LiveNetwork } from '../../lib/network/live';
import { checkPair } from '../../lib/routing';

/** So long a pair may take until the network says that it is switched. */
const MOST_WAIT_MS = 30_000;
const LOOK_MS = 100;

export interface SwitchingOptions {
  delayMs: number;
  mayClose(id: string): boolean;
  /** Is given the changes of one pair, in order. */
  send(changes: NetworkChange[], pair: SwitchingPair): void;
}

/** Switches pairs one after the other; each is sent when the one before is in effect in the network and the delay is over. */
export class SwitchingRun {
  done = 0;
  private isStopped = false;

  constructor(
    private readonly network: LiveNetwork,
    readonly pairs: readonly SwitchingPair[],
    private readonly options: SwitchingOptions,
  ) {}

  stop(): void {
    this.isStopped = true;
  }

  /**
   * @returns when the last pair is sent, or the run was stopped
   * @throws Error when a pair can't be switched any more, or the one before was not switched
   */
  async run(): Promise<void> {
    for (const [at, pair] of this.pairs.entries()) {
      if (at > 0) await this.inEffect(this.pairs[at - 1]!);
      if (this.isStopped) return;
      try {
        checkPair(this.network.model, pair, this.options.mayClose);
      } catch (error) {
        throw this.failed(`pair ${at + 1} can't be switched: ${(error as Error).message}`);
      }
      const { closeId, openId } = pair;
      const changes = [
        { lineId: closeId, inService: true },
        { lineId: openId, inService: false },
      ];
      this.options.send(changes, pair);
      this.done++;
    }
  }

  private async inEffect({ closeId, openId }: SwitchingPair): Promise<void> {
    const sentMs = performance.now();
    const { graph } = this.network;
    const isSwitched = () =>
      graph.getEdgeAttribute(closeId, 'inService') && !graph.getEdgeAttribute(openId, 'inService');
    for (;;) {
      const waitedMs = performance.now() - sentMs;
      if (this.isStopped || (waitedMs >= this.options.delayMs && isSwitched())) return;
      if (waitedMs > this.options.delayMs + MOST_WAIT_MS)
        throw this.failed(
          `${closeId} is not closed or ${openId} not open ${Math.round(waitedMs / 1000)} s after it was sent: ` +
            'join the output with grid topology change, or with what switches',
        );
      await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_MS, this.options.delayMs || 1)));
    }
  }

  private failed(what: string): Error {
    return new Error(`switching stopped after ${this.done} of ${this.pairs.length} pairs, as ${what}; search again`);
  }
}
