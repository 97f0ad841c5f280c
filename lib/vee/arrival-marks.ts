import type { MeterReading } from '../messages';
import { MARK } from './rules';
import type { VeeSettings } from './vee-settings';

/** Flags of readings that say the same as a rule. */
const RULE_OF_FLAG: Partial<Record<MeterReading['flags'][number], number>> = {
  frozen: MARK.frozen,
  'clock-jump': MARK['clock-drift'],
  'voltage-out-of-band': MARK['voltage-band'],
};

/** The marks that a reading brings with it: its quality, its voltage, and what was flagged before. */
export class ArrivalMarks {
  private readonly lowV: number;
  private readonly highV: number;

  constructor(
    { nominalVoltageV, voltageBandPercent }: VeeSettings,
    private readonly rulesOn: number,
  ) {
    const bandV = (nominalVoltageV * voltageBandPercent) / 100;
    this.lowV = nominalVoltageV - bandV;
    this.highV = nominalVoltageV + bandV;
  }

  of({ quality, voltageV, flags }: MeterReading): number {
    let marks = 0;
    if (voltageV !== undefined && (voltageV < this.lowV || voltageV > this.highV)) marks |= MARK['voltage-band'];
    if (flags !== undefined) for (const flag of flags) marks |= RULE_OF_FLAG[flag] ?? 0;
    marks &= this.rulesOn;
    if (quality === 'suspect') marks |= MARK['received-suspect'];
    else if (quality === 'estimated') marks |= MARK['received-estimated'];
    return marks;
  }
}
