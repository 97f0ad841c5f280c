import { type Static, Type } from '@sinclair/typebox';
import { DECISIONS, type Rule } from './rules';

const count = (description: string) => Type.Integer({ minimum: 0, description });

/** One closed local day of one district: how many of its intervals can be trusted, and what spoke against the others. */
export const VeeSummary = Type.Object(
  {
    city: Type.Optional(Type.String({ description: 'City; absent when readings name none' })),
    district: Type.Optional(Type.String({ description: 'District; absent when readings name none' })),
    date: Type.String({ description: 'The local day, YYYY-MM-DD' }),
    startMs: Type.Number({ unit: 'ms', description: 'When the day began, epoch milliseconds UTC' }),
    endMs: Type.Number({ unit: 'ms', description: 'When the day ended' }),
    intervalMinutes: Type.Integer({ unit: 'min', description: 'Length of the intervals' }),
    meters: count('Meters with intervals on this day'),
    intervals: count('Intervals that went out, missing ones included'),
    quality: Type.Object(
      {
        good: count('Measured, and no rule spoke'),
        estimated: count('Estimated here or by who sent them'),
        suspect: count('Measured, and a rule spoke'),
        missing: count('Not measured, and not to be estimated'),
      },
      { additionalProperties: false, description: 'Intervals by quality' },
    ),
    rules: Type.Record(Type.String(), Type.Integer(), {
      description: 'Intervals by the rules that spoke, all of them; duplicate counts readings that were left out',
    }),
  },
  { $id: 'VeeSummary', title: 'VeeSummary', additionalProperties: false },
);
export type VeeSummary = Static<typeof VeeSummary>;

/** Counts of one district-day while it is being closed. */
export class SummaryCounts {
  meters = 0;
  duplicates = 0;
  readonly quality = new Float64Array(4);
  private readonly spoken = new Float64Array(DECISIONS.length);

  add(quality: number, marks: number): void {
    this.quality[quality]!++;
    for (let rest = marks; rest !== 0; rest &= rest - 1) this.spoken[31 - Math.clz32(rest & -rest)]!++;
  }

  get rules(): Record<string, number> {
    const rules: Record<string, number> = {};
    const duplicate: Rule = 'duplicate';
    if (this.duplicates > 0) rules[duplicate] = this.duplicates;
    for (const [i, name] of DECISIONS.entries()) if (this.spoken[i]! > 0) rules[name] = this.spoken[i]!;
    return rules;
  }
}
