import { type DayTail, NO_TAIL } from './day-vector';

/** What like days (same weekday, holidays as Sundays) of the meter say. */
export interface LikeDays {
  /** Mean energy of an interval in Wh over the complete like days; NaN with too few. */
  meanWh(): number;
  /** Mean of the values at a cell of a 24 h day by the wall clock, in Wh; NaN with too few. */
  cellWh(wallCell: number): number;
}

/** Difference of two register values at interval boundaries: energy of the cells from `fromCell` up to before `toCell`. */
export interface RegisterSpan {
  fromCell: number;
  toCell: number;
  energyWh: number;
}

/** What is known of a meter besides the intervals of the day. */
export interface DayContext {
  /** How the day before ended. */
  tail: Readonly<DayTail>;
  like?: LikeDays | undefined;
  register?: RegisterSpan | undefined;
  /** The meter is listed as inactive. */
  isInactive: boolean;
}

/** Nothing but the day itself is known. */
export const NO_CONTEXT: Readonly<DayContext> = { tail: NO_TAIL, isInactive: false };
