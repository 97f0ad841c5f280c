import type { Emission, Operator } from '../messages';
import type { FeederBalanceOperator, FeederBalancePorts } from './feeder-balance-operator';
import type { FeederOverview } from './feeder-overview';
import { FeederView } from './feeder-view';
import type { BalanceInput } from './intake';

interface Snapshot {
  operator: 'feeder-balance-with-overview';
  balance: unknown;
  view: ReturnType<FeederView['snapshot']>;
}

/** The balances with the overview of a page, which goes out once a second when something of it has changed. */
export class BalanceWithOverview implements Operator<BalanceInput, FeederBalancePorts & { overview: FeederOverview }> {
  private readonly view = new FeederView();

  constructor(private readonly balance: FeederBalanceOperator) {}

  process(batch: readonly BalanceInput[], nowMs: number): Emission<FeederBalancePorts> | undefined {
    return this.seen(this.balance.process(batch, nowMs));
  }

  tick(): Emission<FeederBalancePorts & { overview: FeederOverview }> | undefined {
    const emission = this.seen(this.balance.tick());
    const overview = this.view.next();
    return overview ? { ...emission, overview: [overview] } : emission;
  }

  flush(): Emission<FeederBalancePorts> | undefined {
    return this.seen(this.balance.flush());
  }

  reset(): void {
    this.balance.reset();
    this.view.reset();
  }

  snapshot(): Snapshot {
    return { operator: 'feeder-balance-with-overview', balance: this.balance.snapshot(), view: this.view.snapshot() };
  }

  /** @throws Error when it is not a snapshot of this operator. */
  restore(state: unknown): void {
    const snapshot = state as Snapshot | null;
    if (snapshot?.operator !== 'feeder-balance-with-overview') {
      throw new Error('not a snapshot of the feeder balances: give what snapshot() returned, or reset');
    }
    this.balance.restore(snapshot.balance);
    this.view.restore(snapshot.view);
  }

  private seen(emission: Emission<FeederBalancePorts> | undefined): Emission<FeederBalancePorts> | undefined {
    if (emission?.balances) this.view.add(emission.balances);
    return emission;
  }
}
