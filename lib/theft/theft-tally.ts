import type { TheftDay } from '../messages';
import type { TheftDate } from './theft-overview';

const SEGMENTS = ['night', 'morning', 'afternoon', 'evening'] as const;

export type Counts = Omit<TheftDate, 'date' | 'weekend'>;

/** Counts that can be added up; energy as sums, so that means come out right. */
export type Tally = Omit<Counts, 'meanKwh'> & { measuredDays: number; segmentsWh: TheftDay['segmentsWh'] };

export const emptyTally = (): Tally => ({
  days: 0,
  warmingUp: 0,
  incomplete: 0,
  daysWithCues: 0,
  spikes: 0,
  dips: 0,
  dayTypes: { normal: 0, 'spike-only': 0, 'dip-only': 0, both: 0 },
  risk: { low: 0, moderate: 0, high: 0 },
  events: 0,
  theftLike: 0,
  measuredDays: 0,
  segmentsWh: { night: 0, morning: 0, afternoon: 0, evening: 0 },
});

/** Hours of the day on which clocks go forward; a day of which fewer are known says nothing of a day's energy. */
const LEAST_HOURS = 23;

/** Only judged days have a type, a risk and cues; energy counts of every day that is whole. */
export function addDay(tally: Tally, day: TheftDay): void {
  if (day.state === 'incomplete') {
    tally.incomplete++;
    return;
  }
  if (day.hourlyW.filter((watts) => watts !== null).length >= LEAST_HOURS) {
    tally.measuredDays++;
    for (const segment of SEGMENTS) tally.segmentsWh[segment] += day.segmentsWh[segment];
  }
  if (day.state === 'warming-up') {
    tally.warmingUp++;
    return;
  }
  tally.days++;
  if (day.cueWindows > 0) tally.daysWithCues++;
  tally.spikes += day.spikes;
  tally.dips += day.dips;
  tally.dayTypes[day.dayType]++;
  tally.risk[day.risk]++;
}

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addNumbers(sum, tally);
  return sum;
}

/** As pages get it: energy as the mean of a meter-day in kWh. */
export function countsOf({ measuredDays, segmentsWh, dayTypes, risk, ...counts }: Tally): Counts {
  const mean = (sumWh: number) => sumWh / measuredDays / 1000;
  const { night, morning, afternoon, evening } = segmentsWh;
  const meanKwh = { night: mean(night), morning: mean(morning), afternoon: mean(afternoon), evening: mean(evening) };
  return { ...counts, dayTypes: { ...dayTypes }, risk: { ...risk }, meanKwh: measuredDays > 0 ? meanKwh : null };
}

type Numbers = { [key: string]: number | Numbers };

function addNumbers(sum: Tally, more: Tally): void {
  const add = (into: Numbers, from: Numbers): void => {
    for (const key of Object.keys(into)) {
      const value = from[key]!;
      if (typeof value === 'number') into[key] = (into[key] as number) + value;
      else add(into[key] as Numbers, value);
    }
  };
  add(sum, more);
}
