import { PHASE_NAMES } from '../feeder';
import type { Meter } from '../layout';
import { type Encoder, type EncoderContext, type PhaseSample, round, type Sample } from '../sample';

/**
 * Our own JSON: an object with the field names of `MeterReading`. Rounding keeps P = V·I·PF within 0.2 % above 0.1 A.
 * Written out by hand around a fixed ending, since this is the dialect that benchmarks run at full speed.
 */
export function readingText(meter: Meter): (sample: Sample) => string {
  const { cityName: city, district, household, feeder } = meter;
  const ending = JSON.stringify({ city, district, ...(household ? { household } : {}), feeder }).slice(1);
  const id = JSON.stringify(meter.meterId);
  return (sample) => {
    const phases = sample.phases ? `"phases":${phasesText(sample.phases)},` : '';
    return (
      `{"meterId":${id},"timeMs":${Math.round(sample.timeMs)},${electrical(sample)},` +
      `"frequencyHz":${round(sample.frequencyHz, 3)},"importWh":${round(sample.importWh, 3)},` +
      `"exportWh":${round(sample.exportWh, 3)},${phases}${ending}`
    );
  };
}

export function gridloom({ meter }: EncoderContext): Encoder {
  const topic = `${meter.topicRoot}/${meter.meterId}/reading`;
  const text = readingText(meter);
  return { encode: (sample) => [{ topic, payload: text(sample) }] };
}

const phasesText = (phases: readonly PhaseSample[]) =>
  `{${phases.map((phase, i) => `"${PHASE_NAMES[i]}":{${electrical(phase)}}`).join(',')}}`;

const electrical = (of: PhaseSample) =>
  `"activePowerW":${round(of.activePowerW, 1)},"voltageV":${round(of.voltageV, 2)},` +
  `"currentA":${round(of.currentA, 4)},"powerFactor":${round(of.powerFactor, 4)}`;
