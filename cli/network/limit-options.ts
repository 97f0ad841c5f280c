import type { LimitSettings } from '../../lib/network/power-flow';
import { type CommandOption, numberOf, type ParsedArguments, UsageError } from '../command';

export const LIMIT_OPTIONS: readonly CommandOption[] = [
  {
    name: 'min-voltage',
    type: 'string',
    placeholder: 'PU',
    description: 'Least voltage in p.u., in place of what the file says (without both: 0.9)',
  },
  {
    name: 'max-voltage',
    type: 'string',
    placeholder: 'PU',
    description: 'Greatest voltage in p.u., likewise (without both: 1.1)',
  },
];

/** @throws UsageError */
export function limitsOf(parsed: ParsedArguments): LimitSettings {
  const limits = {
    minVoltagePu: numberOf(parsed, 'min-voltage', 0, 2),
    maxVoltagePu: numberOf(parsed, 'max-voltage', 0, 2),
  };
  const { minVoltagePu: min, maxVoltagePu: max } = limits;
  if (min !== undefined && max !== undefined && min >= max)
    throw new UsageError(`--min-voltage ${min}: give less than --max-voltage ${max}`);
  return limits;
}
