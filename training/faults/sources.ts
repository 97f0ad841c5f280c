import type { CardSource } from './fault-card';

export const SIMULATED_SOURCE: CardSource = {
  data:
    'Simulated events (`simulator/waveform`), values drawn evenly: winding shares of 15 to 85 %, shorted turns of 3 to 15 %, ' +
    'resistances of 0.01 to 12 Ω by their logarithm, 12 inceptions, either side and shift, half and full tap; a tenth of them at 50 Hz.',
  split:
    'Test scenarios of internal faults share neither inception (2 of 12, half a cycle apart), nor winding share (20, 30 … 80 %, each with 1.25 points to either side), nor resistance ' +
    '(first digits 1.5 to 2.5) with any of the training or the validation, and the validation shares none with the training; ' +
    'external faults are held out by inception and resistance, other transients by inception; no scenario is drawn twice ' +
    '(`training/faults/split.ts`).',
};

export function publicSource(folder: string): CardSource {
  return {
    data: `Text files of ${folder}.`,
    split:
      'The files do not say what they were simulated with, so they were split by neighbourhood: the sorted files of a class in 20 ' +
      'runs, three of them for the test and two for the validation. Neighbouring files differ by one value of a sweep, so values ' +
      'of the test also occur in the training: this split may leak, and the figures may be too good.',
  };
}
