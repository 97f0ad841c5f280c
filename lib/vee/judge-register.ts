import type { RegisterSpan } from './day-context';
import type { DayRules } from './day-rules';
import type { DayVector } from './day-vector';
import { MARK } from './rules';

/**
 * `register-difference`: the intervals between two register values don't sum up to the difference of the registers. With
 * missing intervals between them, or some that are to be replaced, the rest can only be too much.
 */
export function judgeRegister(day: DayVector, span: RegisterSpan, rules: DayRules): number {
  const { rawWh, marks } = day;
  let sumWh = 0;
  let isWhole = true;
  for (let i = span.fromCell; i < span.toCell; i++) {
    if (Number.isNaN(rawWh[i]!) || (marks[i]! & rules.replace) !== 0) isWhole = false;
    else sumWh += rawWh[i]!;
  }
  const tolerance = Math.max(rules.registerToleranceWh, Math.abs(span.energyWh) * rules.registerToleranceShare);
  const offWh = sumWh - span.energyWh;
  // A sum of doubles is not exact; a µWh is the step that estimates close on.
  if (!(offWh > tolerance + 1e-6 || (isWhole && -offWh > tolerance + 1e-6))) return 0;
  for (let i = span.fromCell; i < span.toCell; i++) {
    if (!Number.isNaN(rawWh[i]!)) marks[i]! |= MARK['register-difference'];
  }
  return MARK['register-difference'];
}
