import { grown, KeySlots } from '../stream/key-slots';
import { ENERGY_BYTES, type EnergySettings, type EnergySink, MeterEnergy } from '../stream/meter-energy';
import { CELL_BYTES, DayCells } from './day-cells';
import type { District } from './places';

/** What a meter measures: a household, or a feeder that supplies some. */
export const KIND = { household: 0, feeder: 1 } as const;

/**
 * Bytes the columns take for one meter: energy cells of two days, energy sources, kind, and the list of last use. Beside
 * them a meter has an entry in a Map with its name (about 100 bytes). Columns grow by doubling.
 */
export const BYTES_PER_METER = CELL_BYTES + ENERGY_BYTES + 1 + 8;

/** The columns of all meters that book energy; a meter is an index (slot) in each of them. */
export class Meters {
  readonly slots: KeySlots;
  readonly cells: DayCells;
  readonly energy: MeterEnergy;
  readonly districts: (District | undefined)[] = [];
  readonly households: (string | undefined)[] = [];
  /** Feeder meters are no households: they have no row in a district's score. */
  kinds: Uint8Array;

  constructor(maximum: number, energy: EnergySettings, sink: EnergySink) {
    this.slots = new KeySlots(maximum);
    const { capacity } = this.slots;
    this.cells = new DayCells(capacity);
    this.energy = new MeterEnergy(capacity, energy, sink);
    this.kinds = new Uint8Array(capacity);
  }

  /** Adds a meter that is not known; there must be room. */
  add(meterId: string): number {
    const slot = this.slots.add(meterId);
    const { capacity } = this.slots;
    if (capacity > this.kinds.length) this.grow(capacity);
    return slot;
  }

  /** Puts a meter into a district, or moves it with the energy of its open days. */
  place(slot: number, district: District, kind: number, household: string | undefined): void {
    const hasMoved = this.unplace(slot);
    this.districts[slot] = district;
    district.meterCount++;
    this.kinds[slot] = kind;
    this.households[slot] = household;
    if (kind === KIND.household) {
      district.members.push(slot);
      district.isSorted = false;
    }
    if (!hasMoved) return;
    this.cells.touch(slot);
    district.invalidate();
  }

  remove(slot: number): void {
    this.unplace(slot);
    this.cells.forget(slot);
    this.energy.forget(slot);
    this.households[slot] = undefined;
    this.slots.remove(slot);
  }

  /** Brings the members of a district into the order of their households, the order of the rows in a file. */
  sort(district: District): void {
    if (district.isSorted) return;
    const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    district.members.sort(
      (a, b) => order(this.householdOf(a), this.householdOf(b)) || order(this.slots.key(a), this.slots.key(b)),
    );
    district.isSorted = true;
  }

  /** The household of a meter; one that named none is a household by its id. */
  householdOf(slot: number): string {
    return this.households[slot] ?? this.slots.key(slot);
  }

  protected grow(capacity: number): void {
    this.cells.grow(capacity);
    this.energy.grow(capacity);
    this.kinds = grown(this.kinds, capacity);
  }

  private unplace(slot: number): boolean {
    const before = this.districts[slot];
    if (!before) return false;
    const i = before.members.indexOf(slot);
    if (i >= 0) before.members.splice(i, 1);
    before.meterCount--;
    before.invalidate();
    this.districts[slot] = undefined;
    return true;
  }
}
