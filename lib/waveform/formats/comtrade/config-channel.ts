import { quoted, WaveformFileError } from '../file-error';

/** An analog channel of a configuration: value = factor · raw + offset, in `unit`, on the side it was recorded. */
export interface AnalogChannel {
  name: string;
  phaseField: string;
  unit: string;
  factor: number;
  offset: number;
  /** Sampled so much later than the time of the sample. */
  skewUs: number;
  min: number;
  /** Primary over secondary; absent where the file does not tell it (1991). */
  ratio?: number;
  side?: 'primary' | 'secondary';
}

/** 1991 has 10 fields, later revisions 13; a digital channel has at most 5. */
const FEWEST_FIELDS = 7;

/** Whether a line is that of an analog channel; a short one is when one is still expected. */
export function isAnalogLine(fields: readonly string[], isExpected: boolean): boolean {
  return fields.length >= FEWEST_FIELDS || (isExpected && fields.length > 5);
}

/** @throws WaveformFileError when the factor is no number */
export function analogChannel(file: string, place: string, fields: readonly string[]): AnalogChannel {
  const [number = '', id = '', phaseField = '', , unit = '', a = '', b, skew, min, , primary, secondary, side] = fields;
  const factor = Number(a || Number.NaN);
  const offset = Number(b || 0);
  if (!Number.isFinite(factor) || !Number.isFinite(offset)) {
    const problem = `the factor ${quoted(a)} or offset ${quoted(b ?? '')} is no number`;
    throw new WaveformFileError(file, place, problem, 'correct the line of the channel');
  }
  const ratio = Number(primary || Number.NaN) / Number(secondary || Number.NaN);
  const skewUs = Number(skew || 0);
  return {
    name: id.replace(/\s+/g, ' ') || `channel ${number}`,
    phaseField,
    unit,
    factor,
    offset,
    skewUs: Number.isFinite(skewUs) ? skewUs : 0,
    min: Number(min || Number.NaN),
    ...(ratio > 0 && Number.isFinite(ratio) ? { ratio } : {}),
    ...(/^p/i.test(side ?? '') ? { side: 'primary' as const } : {}),
    ...(/^s/i.test(side ?? '') ? { side: 'secondary' as const } : {}),
  };
}
