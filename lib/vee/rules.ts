/** The rules that make an interval `suspect`, by the names that readings and summaries carry. */
export const SUSPECT_RULES = [
  'overlap',
  'interval-size',
  'negative',
  'zero-run',
  'frozen',
  'spike',
  'high-usage',
  'low-usage',
  'step',
  'register-difference',
  'voltage-band',
  'unit-of-measure',
  'clock-drift',
  'inactive-meter',
] as const;

/**
 * All rules that can be switched on: `duplicate` marks no interval (the repeated reading is left out and counted), `gap`
 * makes an interval `missing` or has it estimated.
 */
export const RULES = ['duplicate', 'gap', ...SUSPECT_RULES] as const;
export type Rule = (typeof RULES)[number];

/** Everything that can decide about an interval. When several speak, the first one here is the `rule` of the reading. */
export const DECISIONS = [
  'gap-interpolated',
  'gap-like-days-scaled',
  'gap-like-days',
  'gap',
  'unit-of-measure',
  'negative',
  'spike',
  'register-difference',
  'overlap',
  'interval-size',
  'clock-drift',
  'frozen',
  'zero-run',
  'step',
  'high-usage',
  'low-usage',
  'inactive-meter',
  'voltage-band',
  /** It came as suspect. */
  'received-suspect',
  /** It came as estimated. */
  'received-estimated',
  /** A register difference over more than 1.5 h, spread evenly over its time. */
  'register-spread',
] as const;
export type Decision = (typeof DECISIONS)[number];

/** The bit of each decision in a mask of marks. */
export const MARK = Object.fromEntries(DECISIONS.map((name, i) => [name, 1 << i])) as Record<Decision, number>;

export const ESTIMATE_MARKS = MARK['gap-interpolated'] | MARK['gap-like-days'] | MARK['gap-like-days-scaled'];
export const RECEIVED_ESTIMATED_MARKS = MARK['received-estimated'] | MARK['register-spread'];
/** Marks that make a value suspect. */
export const SUSPECT_MARKS = 2 ** DECISIONS.length - 1 - ESTIMATE_MARKS - MARK.gap - RECEIVED_ESTIMATED_MARKS;
/** Marks about the day as a whole; a day that is high or low is kept as history, so that history follows a lasting change. */
export const USAGE_MARKS = MARK['high-usage'] | MARK['low-usage'];

/** The mask of rules that mark intervals. */
export function maskOf(rules: Iterable<Rule>): number {
  let mask = 0;
  for (const rule of rules) if (rule !== 'duplicate') mask |= MARK[rule];
  return mask;
}

/** The names in a mask, the deciding one first. */
export function namesOf(marks: number): Decision[] {
  const names: Decision[] = [];
  for (let rest = marks; rest !== 0; rest &= rest - 1) names.push(DECISIONS[lowestBit(rest)]!);
  return names;
}

/** The name that decides, `good` without any mark. */
export function decisionOf(marks: number): Decision | 'good' {
  return marks === 0 ? 'good' : DECISIONS[lowestBit(marks)]!;
}

const lowestBit = (mask: number) => 31 - Math.clz32(mask & -mask);
