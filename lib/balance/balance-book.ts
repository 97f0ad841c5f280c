import type { MeterReading } from '../messages';
import { CityZones } from '../stream/booking-settings';
import { KeySlots } from '../stream/key-slots';
import type { TimeZone } from '../stream/local-time';
import type { FeederBalanceSettings } from './balance-settings';
import { Feeder, type Member } from './feeder';
import { MARK, OpenWindows } from './open-windows';
import { SIGNED_BYTES, SignedEnergy } from './signed-energy';
import { WindowHistory } from './window-history';

const DAY_MS = 86_400_000;
const GLITCHES: readonly string[] = ['counter-reset', 'rollover', 'zero-after-restart', 'clock-jump'];

/** Bytes that a meter takes beside its entries in maps (about 300 bytes): energy, open windows, history. */
export function bytesPerMeter({ windowMinutes, latenessMinutes, historyDays }: FeederBalanceSettings): number {
  const open = new OpenWindows(0, windowMinutes * 60_000, latenessMinutes * 60_000).bytesPerMeter;
  return SIGNED_BYTES + open + 4 * historyLength(windowMinutes, historyDays);
}

const historyLength = (windowMinutes: number, historyDays: number) => (historyDays * 1440) / windowMinutes;

/** Meters and feeders: who belongs to whom, and the energy in windows that are still open. */
export class BalanceBook {
  readonly meters: KeySlots;
  readonly feeders: KeySlots;
  readonly members: (Member | undefined)[] = [];
  readonly feederAt: (Feeder | undefined)[] = [];
  readonly open: OpenWindows;
  readonly energy: SignedEnergy;
  readonly windowMs: number;
  readonly zones: CityZones;
  /** Forgotten since the last tick, for want of room. */
  evictedMeters = 0;
  evictedFeeders = 0;
  /** Energy of the reading at hand that found no open window, Wh. */
  lateWh = 0;
  aheadWh = 0;
  hasLate = false;
  hasAhead = false;
  private capacity: number;

  constructor(readonly settings: FeederBalanceSettings) {
    this.meters = new KeySlots(settings.maximumMeters);
    this.feeders = new KeySlots(settings.maximumFeeders);
    this.zones = new CityZones(settings);
    this.windowMs = settings.windowMinutes * 60_000;
    this.capacity = this.meters.capacity;
    this.open = new OpenWindows(this.capacity, this.windowMs, settings.latenessMinutes * 60_000);
    const energy = {
      maximumGapMs: settings.maximumGapMinutes * 60_000,
      maximumPowerW: Math.max(settings.maximumPowerKw, settings.maximumFeederKw) * 1000,
    };
    this.energy = new SignedEnergy(this.capacity, energy, this.book.bind(this));
  }

  /** The member that a reading is of; undefined when its feeder is not known. A meter that names another feeder moves. */
  memberOf(reading: MeterReading): Member | undefined {
    const slot = this.meters.find(reading.meterId);
    let member = slot < 0 ? undefined : this.members[slot];
    if (reading.feeder !== undefined && member?.feeder.name !== reading.feeder) member = this.join(reading, member);
    if (!member) return undefined;
    const { feeder } = member;
    this.meters.touch(member.slot);
    this.feeders.touch(feeder.slot);
    if (reading.household !== undefined) member.household = reading.household;
    if (reading.city !== undefined) feeder.city = reading.city;
    if (reading.district !== undefined) feeder.district = reading.district;
    return member;
  }

  /** Books a reading that is neither a duplicate nor missing, and marks the windows that its flags speak of. */
  take(member: Member, reading: MeterReading, fromMs: number): void {
    const { slot, feeder } = member;
    if (reading.flags?.some((flag) => GLITCHES.includes(flag))) {
      this.mark(member, reading.timeMs);
      this.mark(member, member.lastMs);
    }
    feeder.nextWindow ??= Math.max(0, this.open.windowOf(fromMs - this.settings.latenessMinutes * 60_000));
    this.energy.take(slot, reading);
    member.firstMs = Math.min(member.firstMs, fromMs);
    member.lastMs = Math.max(member.lastMs, reading.timeMs);
  }

  remove(member: Member): void {
    member.feeder.members.delete(member.meterId);
    this.energy.forget(member.slot);
    this.open.forget(member.slot);
    this.members[member.slot] = undefined;
    this.meters.remove(member.slot);
  }

  newFeeder(name: string, zone: TimeZone): Feeder {
    if (this.feeders.isFull) this.evictFeeder();
    const slot = this.feeders.add(name);
    const { windowMinutes, latenessMinutes, historyDays } = this.settings;
    const history = new WindowHistory(historyLength(windowMinutes, historyDays));
    const feeder = new Feeder(name, slot, zone, latenessMinutes * 60_000, history);
    this.feederAt[slot] = feeder;
    return feeder;
  }

  newMember(meterId: string, feeder: Feeder, firstMs: number): Member {
    if (this.meters.isFull) {
      this.remove(this.members[this.meters.oldest]!);
      this.evictedMeters++;
    }
    const slot = this.meters.add(meterId);
    if (this.meters.capacity > this.capacity) {
      this.capacity = this.meters.capacity;
      this.energy.grow(this.capacity);
      this.open.grow(this.capacity);
    }
    const seriesW = new Float32Array(0);
    const member: Member = { meterId, slot, feeder, household: undefined, firstMs, lastMs: firstMs, seriesW };
    this.members[slot] = member;
    feeder.members.set(meterId, member);
    return member;
  }

  private join({ meterId, feeder: name, city, timeMs }: MeterReading, before: Member | undefined): Member {
    if (before) this.remove(before);
    const known = this.feeders.find(name!);
    const feeder = known < 0 ? this.newFeeder(name!, this.zones.of(city ?? '')) : this.feederAt[known]!;
    this.feeders.touch(feeder.slot);
    const member = this.newMember(meterId, feeder, timeMs);
    member.household = before?.household;
    return member;
  }

  private evictFeeder(): void {
    const feeder = this.feederAt[this.feeders.oldest]!;
    for (const member of [...feeder.members.values()]) this.remove(member);
    this.feederAt[feeder.slot] = undefined;
    this.feeders.remove(feeder.slot);
    this.evictedFeeders++;
  }

  private mark({ slot, feeder }: Member, timeMs: number): void {
    const window = this.open.windowOf(timeMs);
    const first = feeder.nextWindow ?? window;
    if (window >= first && window < first + this.open.ring) this.open.add(slot, window, 0, 0, MARK.glitch);
  }

  private book(slot: number, fromMs: number, toMs: number, energyWh: number, covers: boolean): void {
    const { open, windowMs } = this;
    const first = this.members[slot]!.feeder.nextWindow!;
    const mark = toMs - fromMs > windowMs ? MARK.coarse : 0;
    const microWh = Math.round(energyWh * 1e6);
    let bookedMicroWh = 0;
    for (let timeMs = fromMs; timeMs < toMs; ) {
      const window = open.windowOf(timeMs);
      // What is closed already goes in one step, however long ago it was.
      const endMs = Math.min(toMs, Math.max(window + 1, first) * windowMs);
      // Parts are differences of rounded running shares, so that together they are the whole to the last µWh.
      const untilMicroWh = Math.round(microWh * ((endMs - fromMs) / (toMs - fromMs)));
      const partMicroWh = untilMicroWh - bookedMicroWh;
      if (window < first) {
        this.hasLate = true;
        this.lateWh += partMicroWh / 1e6;
      } else if (window < first + open.ring) {
        open.add(slot, window, partMicroWh, covers ? endMs - timeMs : 0, mark);
      } else {
        this.hasAhead = true;
        this.aheadWh += partMicroWh / 1e6;
      }
      bookedMicroWh = untilMicroWh;
      timeMs = endMs;
    }
  }

  /** Whether a meter has been silent for too long to belong to its feeder at an instant. */
  isForgotten(member: Member, timeMs: number): boolean {
    return member.lastMs < timeMs - this.settings.forgetDays * DAY_MS;
  }
}
