import { type Static, Type } from '@sinclair/typebox';

export const Shelf = Type.Object({ untilMs: Type.Number(), by: Type.String() });
export type Shelf = Static<typeof Shelf>;

/** Alarms that somebody does not want to hear of for a while (ANSI/ISA-18.2: shelving), by the clock. */
export class AlarmShelves {
  private shelves = new Map<string, Shelf>();

  get size(): number {
    return this.shelves.size;
  }

  get(alarmId: string): Shelf | undefined {
    return this.shelves.get(alarmId);
  }

  put(alarmId: string, shelf: Shelf): void {
    this.shelves.set(alarmId, shelf);
  }

  /** @returns whether it was shelved */
  take(alarmId: string): boolean {
    return this.shelves.delete(alarmId);
  }

  /** Takes out those whose time is over. */
  expire(nowMs: number): string[] {
    const over = [...this.shelves].filter(([, { untilMs }]) => untilMs <= nowMs).map(([alarmId]) => alarmId);
    for (const alarmId of over) this.shelves.delete(alarmId);
    return over;
  }

  snapshot(): [string, Shelf][] {
    return [...this.shelves];
  }

  restore(shelves: readonly [string, Shelf][]): void {
    this.shelves = new Map(shelves);
  }
}
