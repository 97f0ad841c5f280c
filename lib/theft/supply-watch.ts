import type { TheftCueKind } from '../messages';

/** Cues that a change of the supply shows on every meter behind it: a feeder switched over, another transformer. */
export const SUPPLY_CUES: readonly TheftCueKind[] = ['voltage-response', 'voltage-out-of-band'];
/** So many meters, and this part of the feeder, do not turn thieves in the same day. */
const LEAST_METERS = 4;
const LEAST_SHARE = 0.3;
/** Parts of the day that are looked back at: a day. */
const MEMORY = 4;

interface Part {
  segment: number;
  meters: number;
  /** Meters that show a cue. */
  shown: [cue: TheftCueKind, meterIds: string[]][];
}

/** Counts by feeder and part of the day which meters show the same, so that a change of the supply accuses nobody. */
export class SupplyWatch {
  private readonly feeders = new Map<string, Part[]>();

  note(feeder: string | undefined, segment: number, meterId: string, cues: readonly TheftCueKind[]): void {
    if (feeder === undefined) return;
    let parts = this.feeders.get(feeder);
    if (parts === undefined) this.feeders.set(feeder, (parts = []));
    let part = parts.find((one) => one.segment === segment);
    if (part === undefined) {
      part = { segment, meters: 0, shown: SUPPLY_CUES.map((kind) => [kind, []]) };
      parts.push(part);
      if (parts.length > MEMORY) parts.shift();
    }
    part.meters++;
    for (const [kind, meterIds] of part.shown) if (cues.includes(kind)) meterIds.push(meterId);
  }

  /** Cues that many meters of a feeder have shown in the day up to a part of it. */
  commonTo(feeder: string | undefined, segment: number): ReadonlySet<TheftCueKind> {
    const parts = (feeder === undefined ? undefined : this.feeders.get(feeder)) ?? [];
    const ofDay = parts.filter((part) => part.segment <= segment && part.segment > segment - MEMORY);
    const meters = Math.max(0, ...ofDay.map((part) => part.meters));
    const isCommon = (kind: TheftCueKind) => {
      const all = ofDay.flatMap(({ shown }) => shown.find(([cue]) => cue === kind)![1]);
      return new Set(all).size >= Math.max(LEAST_METERS, LEAST_SHARE * meters);
    };
    return new Set(SUPPLY_CUES.filter(isCommon));
  }

  /** Forgets feeders of which nothing came for long. */
  forgetBefore(segment: number): void {
    for (const [feeder, parts] of this.feeders) if (parts.at(-1)!.segment < segment) this.feeders.delete(feeder);
  }

  clear(): void {
    this.feeders.clear();
  }

  snapshot(): unknown {
    return structuredClone([...this.feeders]);
  }

  restore(saved: unknown): void {
    this.clear();
    for (const [feeder, parts] of structuredClone(saved) as [string, Part[]][]) this.feeders.set(feeder, parts);
  }
}
