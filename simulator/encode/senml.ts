import { type Encoder, type EncoderContext, round } from '../sample';

/**
 * SenML JSON (RFC 8428): base name and base time in the first record count for all; units of RFC 8428 and, for Wh, of
 * RFC 8798.
 */
export function senml({ meter }: EncoderContext): Encoder {
  const topic = `${meter.topicRoot}/senml/${meter.meterId}`;
  return {
    encode(sample) {
      const base = { bn: `${meter.meterId}:`, bt: round(sample.timeMs / 1000, 3) };
      const records = [
        { ...base, n: 'power', u: 'W', v: round(sample.activePowerW, 1) },
        { n: 'voltage', u: 'V', v: round(sample.voltageV, 1) },
        { n: 'current', u: 'A', v: round(sample.currentA, 3) },
        { n: 'power_factor', u: '/', v: round(sample.powerFactor, 3) },
        { n: 'frequency', u: 'Hz', v: round(sample.frequencyHz, 2) },
        { n: 'import', u: 'Wh', v: round(sample.importWh, 1) },
        { n: 'export', u: 'Wh', v: round(sample.exportWh, 1) },
      ];
      return [{ topic, payload: JSON.stringify(records) }];
    },
  };
}
