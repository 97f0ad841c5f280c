import type { FeederBalance } from '../messages';
import type { FeederLine, FeederOverview } from './feeder-overview';

const TREND_DAYS = 30;
const MAX_FEEDERS = 1000;
const MAX_LINES = 100;
/** Names and explanations of one feeder on a page. */
const MAX_NAMES = 20;

/** The newest balance of every feeder and how its gap went over the days, for a page; the 1000 feeders last heard of. */
export class FeederView {
  private readonly lines = new Map<string, FeederLine>();
  private isChanged = true;

  add(balances: readonly FeederBalance[]): void {
    for (const balance of balances) this.take(balance);
  }

  /** The overview when something has changed since the last call, else undefined. */
  next(): FeederOverview | undefined {
    if (!this.isChanged) return undefined;
    this.isChanged = false;
    const lines = [...this.lines.values()];
    const byGap = lines.sort((a, b) => b.latest.gapWh - a.latest.gapWh || (a.latest.feeder < b.latest.feeder ? -1 : 1));
    return structuredClone({
      feeders: byGap.slice(0, MAX_LINES),
      feederCount: lines.length,
      above: lines.filter(({ latest }) => latest.isAbove).length,
    });
  }

  reset(): void {
    this.lines.clear();
    this.isChanged = true;
  }

  snapshot(): [key: string, line: FeederLine][] {
    return structuredClone([...this.lines]);
  }

  /** Takes what `snapshot()` gave. */
  restore(lines: [key: string, line: FeederLine][]): void {
    this.reset();
    for (const [key, line] of structuredClone(lines).slice(-MAX_FEEDERS)) this.lines.set(key, line);
  }

  private take(balance: FeederBalance): void {
    const { city, district, feeder, period, startMs } = balance;
    const key = JSON.stringify([city, district, feeder]);
    const before = this.lines.get(key);
    const line = before ?? { latest: shortened(balance), trend: [] };
    // A window says less than a whole day, and one that comes late says nothing new.
    const isBetter = period === 'day' || line.latest.period === 'window';
    const isNewer = startMs >= line.latest.startMs || (period === 'day' && line.latest.period === 'window');
    if (isBetter && isNewer) line.latest = shortened(balance);
    if (period === 'day') line.trend = withDay(line.trend, balance);
    this.lines.delete(key);
    this.lines.set(key, line);
    if (this.lines.size > MAX_FEEDERS) this.lines.delete(this.lines.keys().next().value!);
    this.isChanged = true;
  }
}

function withDay(trend: FeederLine['trend'], { startMs, state, gapShare }: FeederBalance): FeederLine['trend'] {
  const others = trend.filter((day) => day.startMs !== startMs);
  const day = { startMs, gapShare: state === 'complete' ? gapShare : null };
  return [...others, day].sort((a, b) => a.startMs - b.startMs).slice(-TREND_DAYS);
}

const shortened = ({ missingMeters, explainedBy, cluster, ...balance }: FeederBalance): FeederBalance => ({
  ...balance,
  missingMeters: missingMeters.slice(0, MAX_NAMES),
  explainedBy: explainedBy.slice(0, MAX_NAMES),
  cluster: cluster.slice(0, MAX_NAMES),
});
