import { APPLIANCES, type Appliance, WORKSHOP } from './appliances';
import type { HomeLives } from './home-lives';
import type { LifeChange } from './life';
import { hashName, RandomStreams, smoothNoise, unitOf } from './random';
import type { Conditions } from './weather';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const KINDS: readonly Appliance[] = [...APPLIANCES, WORKSHOP];
const KIND_COUNT = KINDS.length;
const WORKSHOP_KIND = KIND_COUNT - 1;
const CAR_KIND = KINDS.findIndex((kind) => kind.name === 'electric car');
const IDLE = -1;
/** How often an idle appliance is asked whether it starts, on average. */
const ASK_MS = 6 * MINUTE_MS;
/** Homes with solar panels. */
const PV_SHARE = 0.15;
/** Yield of real panels over irradiance × rated power (temperature, inverter, dirt). */
const PV_PERFORMANCE = 0.82;
/** The main fuse: what would go above it waits. Homes that charge a car or run a workshop have a larger one. */
const FUSE_W = 8_000;
const LARGE_FUSE_W = 11_500;

/** One home: its meter's name, the city whose weather it has, and whether it uses much at any hour. */
export interface Home {
  meterId: string;
  city: number;
  heavy: boolean;
}

/**
 * The loads of many homes in typed arrays. Each home depends on (seed, its meter id, weather) only.
 * Energy registers are exactly the integral of the power that is reported: power is rounded to 0.1 W first and held
 * over the step, positive is import.
 */
export class Households {
  /** Active power over the last step, W, a multiple of 0.1. */
  readonly activePowerW: Float64Array;
  /** Reactive power over the last step, var, inductive is positive. */
  readonly reactivePowerVar: Float64Array;
  readonly importWh: Float64Array;
  readonly exportWh: Float64Array;
  private readonly random: RandomStreams;
  private readonly baseW: Float64Array;
  private readonly pvPeakW: Float64Array;
  private readonly pvKey: Uint32Array;
  private readonly activity: Float64Array;
  private readonly fuseW: Float64Array;
  private readonly loadW: Float64Array;
  private readonly loadVar: Float64Array;
  /** Next change of any appliance of a home, and of each appliance. */
  private readonly homeDueMs: Float64Array;
  private readonly dueMs: Float64Array;
  private readonly startedMs: Float64Array;
  /** Rated power; 0 where the home has no such appliance. */
  private readonly ratedW: Float32Array;
  private readonly phase: Int8Array;
  private readonly roundsLeft: Uint8Array;
  private readonly cityOf: Uint16Array;

  constructor(
    seed: number,
    private readonly homes: readonly Home[],
    private timeMs: number,
    private readonly lives?: HomeLives,
  ) {
    const count = homes.length;
    const perHome = () => new Float64Array(count);
    this.activePowerW = perHome();
    this.reactivePowerVar = perHome();
    this.importWh = perHome();
    this.exportWh = perHome();
    this.baseW = perHome();
    this.pvPeakW = perHome();
    this.activity = perHome();
    this.fuseW = perHome();
    this.loadW = perHome();
    this.loadVar = perHome();
    this.homeDueMs = perHome().fill(timeMs);
    this.pvKey = new Uint32Array(count);
    this.dueMs = new Float64Array(count * KIND_COUNT).fill(Number.POSITIVE_INFINITY);
    this.startedMs = new Float64Array(count * KIND_COUNT);
    this.ratedW = new Float32Array(count * KIND_COUNT);
    this.phase = new Int8Array(count * KIND_COUNT).fill(IDLE);
    this.roundsLeft = new Uint8Array(count * KIND_COUNT);
    this.cityOf = Uint16Array.from(homes, ({ city }) => city);
    this.random = new RandomStreams(
      seed,
      homes.map((home) => `home/${home.meterId}`),
    );
    for (let home = 0; home < count; home++) this.furnish(seed, home);
  }

  /**
   * Moves all homes to `timeMs`: the powers afterwards hold for (previous time, timeMs] and are in the registers.
   * @param conditions weather of each city over the step
   * @param cloudOf share of the clear sky that reaches a home (0–1), by city and instant
   */
  step(timeMs: number, conditions: readonly Conditions[], cloudOf: (city: number, timeMs: number) => number): void {
    const hours = (timeMs - this.timeMs) / HOUR_MS;
    const count = this.homes.length;
    const offUntilMs = this.lives?.offUntilMs;
    for (let home = 0; home < count; home++) {
      const city = this.cityOf[home]!;
      const now = conditions[city]!;
      if (this.homeDueMs[home]! <= timeMs) this.advance(home, timeMs, now);
      const bits = this.random.bits(home);
      const small = (bits & 0xffff) / 65_536 - 0.5;
      const relative = (bits >>> 16) / 65_536 - 0.5;
      let watt = this.loadW[home]! * (1 + 0.008 * relative) + this.baseW[home]! + 5 * small;
      if (this.pvPeakW[home]! > 0 && now.clearSkyWm2 > 0) watt -= this.pvWatt(home, city, now, timeMs, cloudOf);
      let reactive = this.loadVar[home]! * (1 + 0.008 * relative) + this.baseW[home]! * 0.35;
      if (offUntilMs !== undefined && offUntilMs[home]! >= timeMs) watt = reactive = 0;
      watt = Math.round(watt * 10) / 10;
      this.activePowerW[home] = watt;
      this.reactivePowerVar[home] = reactive;
      if (watt >= 0) this.importWh[home]! += watt * hours;
      else this.exportWh[home]! -= watt * hours;
    }
    this.timeMs = timeMs;
  }

  private pvWatt(
    home: number,
    city: number,
    now: Conditions,
    timeMs: number,
    cloudOf: (city: number, timeMs: number) => number,
  ): number {
    // Clouds pass over the city: each home sees them up to four minutes later.
    const lagMs = (this.pvKey[home]! & 0xff) * 1000;
    const shade = 0.97 + 0.03 * smoothNoise(this.pvKey[home]!, timeMs / 30_000);
    return this.pvPeakW[home]! * PV_PERFORMANCE * (now.clearSkyWm2 / 1000) * cloudOf(city, timeMs - lagMs) * shade;
  }

  /** Draws what a home owns. Properties come from names, so that the running stream starts the same for all. */
  private furnish(seed: number, home: number): void {
    const { meterId, heavy } = this.homes[home]!;
    const draw = (what: string) => unitOf(seed, `${what}/${meterId}`);
    this.baseW[home] = 40 + 120 * draw('base') ** 1.5;
    this.activity[home] = 0.55 + 0.95 * draw('activity');
    this.fuseW[home] = heavy ? LARGE_FUSE_W : FUSE_W;
    this.pvPeakW[home] = draw('pv') < PV_SHARE ? 2000 + 3000 * draw('pv size') : 0;
    this.pvKey[home] = hashName(seed, `pv shade/${meterId}`);
    for (const [kind, appliance] of KINDS.entries()) {
      const owns = kind === WORKSHOP_KIND ? heavy : draw(`owns ${appliance.name}`) < appliance.owned;
      if (!owns) continue;
      const at = home * KIND_COUNT + kind;
      const [low, high] = appliance.ratedW;
      this.ratedW[at] = low + (high - low) * draw(`size ${appliance.name}`);
      this.dueMs[at] = this.timeMs + draw(`first ${appliance.name}`) * ASK_MS;
      if (kind === CAR_KIND) this.fuseW[home] = LARGE_FUSE_W;
    }
    this.importWh[home] = Math.round(500_000 + 24_500_000 * draw('import'));
    this.exportWh[home] = this.pvPeakW[home]! > 0 ? Math.round(8_000_000 * draw('export')) : 0;
  }

  /** Carries out all changes of a home's appliances up to `timeMs`, then sums what runs. */
  private advance(home: number, timeMs: number, now: Conditions): void {
    const first = home * KIND_COUNT;
    let dueMs =
      this.lives?.advance(home, timeMs, (change, atMs) => this.apply(home, change, atMs)) ?? Number.POSITIVE_INFINITY;
    let hasChanged = false;
    for (let kind = 0; kind < KIND_COUNT; kind++) {
      const at = first + kind;
      while (this.dueMs[at]! <= timeMs) hasChanged = this.change(home, at, KINDS[kind]!, now) || hasChanged;
      if (this.dueMs[at]! < dueMs) dueMs = this.dueMs[at]!;
    }
    this.homeDueMs[home] = dueMs;
    if (hasChanged) this.sum(home);
  }

  /** What is different in a home from `atMs` on. */
  private apply(home: number, change: LifeChange, atMs: number): void {
    this.baseW[home] = change.baseW ?? this.baseW[home]!;
    this.activity[home] = change.activity ?? this.activity[home]!;
    this.pvPeakW[home] = change.pvPeakW ?? this.pvPeakW[home]!;
    const kind = KINDS.findIndex(({ name }) => name === change.appliance);
    if (kind < 0) return;
    const at = home * KIND_COUNT + kind;
    if (this.dueMs[at] === Number.POSITIVE_INFINITY) this.dueMs[at] = atMs;
    this.ratedW[at] = change.ratedW!;
    this.sum(home);
    if (kind === CAR_KIND) this.fuseW[home] = LARGE_FUSE_W;
  }

  private isAway(home: number, timeMs: number): boolean {
    return this.lives !== undefined && this.lives.awayUntilMs[home]! > timeMs;
  }

  private sum(home: number): void {
    let watt = 0;
    let reactive = 0;
    for (let kind = 0; kind < KIND_COUNT; kind++) {
      const at = home * KIND_COUNT + kind;
      const phase = this.phase[at]!;
      if (phase === IDLE) continue;
      const appliance = KINDS[kind]!;
      const part = this.ratedW[at]! * appliance.phases[phase]!.share;
      watt += part;
      reactive += part * appliance.tanPhi;
    }
    this.loadW[home] = watt;
    this.loadVar[home] = reactive;
  }

  /** One change of one appliance at the instant it is due: start, next phase, or pause; false when it stays idle. */
  private change(home: number, at: number, appliance: Appliance, now: Conditions): boolean {
    const dueMs = this.dueMs[at]!;
    const phase = this.phase[at]!;
    if (phase === IDLE) {
      if (!this.starts(home, at, appliance, now, dueMs)) {
        this.dueMs[at] = dueMs + ASK_MS * this.random.between(home, 0.7, 1.3);
        return false;
      }
      this.startedMs[at] = dueMs;
      const [low, high] = appliance.rounds;
      this.roundsLeft[at] = Math.round(this.random.between(home, low, high));
      this.enter(home, at, appliance, 0);
    } else if (phase + 1 < appliance.phases.length) {
      this.enter(home, at, appliance, phase + 1);
    } else if (this.roundsLeft[at]! > 1) {
      this.roundsLeft[at]! -= 1;
      this.enter(home, at, appliance, 0);
    } else {
      this.phase[at] = IDLE;
      this.dueMs[at] = dueMs + this.pauseMs(home, dueMs - this.startedMs[at]!, dueMs, appliance, now);
    }
    if (appliance.ratedW[1] > 500) this.sum(home);
    return true;
  }

  private enter(home: number, at: number, appliance: Appliance, phase: number): void {
    const [low, high] = appliance.phases[phase]!.minutes;
    this.phase[at] = phase;
    this.dueMs[at]! += this.random.between(home, low, high) * MINUTE_MS;
  }

  private starts(home: number, at: number, appliance: Appliance, now: Conditions, timeMs: number): boolean {
    if (this.loadW[home]! + this.ratedW[at]! > this.fuseW[home]!) return false;
    const away = this.isAway(home, timeMs) ? (appliance.away ?? 0) : 1;
    if (appliance.duty) return away * appliance.duty(now) > 0.04;
    if (away === 0) return false;
    const shift = this.lives?.habitShiftHours[home] ?? 0;
    const weight = appliance.hours?.[Math.floor(now.hour - shift + 24) % 24] ?? 1;
    const perDay = appliance.startsPerDay!(now) * this.activity[home]!;
    return this.random.unit(home) < (perDay * weight * ASK_MS) / (24 * HOUR_MS);
  }

  /** A thermostat pauses so long that the duty comes out; anything else can be asked again soon. */
  private pauseMs(home: number, ranMs: number, timeMs: number, appliance: Appliance, now: Conditions): number {
    const away = this.isAway(home, timeMs) ? (appliance.away ?? 0) : 1;
    const duty = appliance.duty && away * appliance.duty(now);
    const meanMs = duty === undefined ? ASK_MS : Math.min(2 * HOUR_MS, (ranMs * (1 - duty)) / Math.max(duty, 0.04));
    return meanMs * this.random.between(home, 0.7, 1.3);
  }
}
