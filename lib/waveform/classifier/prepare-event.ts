import type { FaultClassification, Waveform } from '../../messages';
import { CYCLES_BEFORE, INCEPTION, inputOfPoints, modelPoints, type PhaseSamples } from '../model-input';
import { relayOpinion } from '../relay';
import { findClearing, findInception } from '../signal';
import { DECISION_CYCLES, type FaultClassifierSettings } from './classifier-settings';
import {
  doubtOfBefore,
  doubtOfLength,
  doubtOfPeak,
  doubtOfSampling,
  doubtOfSteadyCurrent,
  doubtOfUnit,
  LEAST_CYCLES,
  largestRms,
  rmsOfBefore,
} from './doubts';
import { type EventFacts, NO_FACTS, normalAnswer, type PreparedEvent, unknownAnswer } from './fault-answer';
import { knownStretches, type Stretch } from './known-stretches';
import { type PhaseCurrents, phaseCurrents, type ThreePhases } from './phase-currents';

/**
 * Finds the event in a waveform and brings it into the form of the model.
 * @param waveform one that checkWaveform lets pass
 * @returns what the model is to be asked, or the answer where it need not be
 */
export function prepareEvent(
  waveform: Waveform,
  settings: FaultClassifierSettings,
): PreparedEvent | FaultClassification {
  const { sampleRateHz, nominalFrequencyHz: frequencyHz } = waveform;
  const currents = phaseCurrents(waveform);
  if (typeof currents === 'string') return unknownAnswer(waveform, NO_FACTS, [currents]);
  const unfit = doubtOfSampling({ sampleRateHz, frequencyHz });
  if (unfit) return unknownAnswer(waveform, NO_FACTS, [unfit]);
  const samplesPerCycle = sampleRateHz / frequencyHz;
  const stretches = knownStretches(waveform.gaps ?? [], sampleRateHz, currents.operate[0].length).filter(
    ({ from, to }) => to - from >= LEAST_CYCLES * samplesPerCycle,
  );
  for (const stretch of stretches) {
    const event = { samples: cut(currents.operate, stretch), sampleRateHz, frequencyHz };
    const inceptionMs = findInception(event);
    if (inceptionMs !== null) return prepared(waveform, settings, currents, stretch, event, inceptionMs);
  }
  return withoutInception(waveform, settings, currents, stretches);
}

function prepared(
  waveform: Waveform,
  settings: FaultClassifierSettings,
  { unit, restraint, doubt }: PhaseCurrents,
  stretch: Stretch,
  event: PhaseSamples,
  inceptionMs: number,
): PreparedEvent {
  const { samples, sampleRateHz, frequencyHz } = event;
  const cycleMs = 1000 / frequencyHz;
  const samplesPerCycle = sampleRateHz / frequencyHz;
  const cyclesAfter = DECISION_CYCLES[settings.decisionWindow];
  const knownMs = (samples[0].length / sampleRateHz) * 1000;
  const fromMs = Math.max(0, inceptionMs - CYCLES_BEFORE * cycleMs);
  const toMs = Math.min(knownMs, inceptionMs + cyclesAfter * cycleMs);
  const cycles = (toMs - inceptionMs) / cycleMs;
  const points = modelPoints(event, inceptionMs, { cyclesAfter });
  const input = inputOfPoints(points);
  const at = Math.round((inceptionMs * sampleRateHz) / 1000);
  const rmsBefore = rmsOfBefore(samples, at, samplesPerCycle);
  const rmsAfter = largestRms(
    samples,
    at,
    Math.min(samples[0].length, at + Math.round(samplesPerCycle)),
    samplesPerCycle,
  );
  const doubts = [
    doubt,
    doubtOfUnit(unit) ?? doubtOfPeak(input.peak),
    doubtOfLength(cycles),
    doubtOfBefore(rmsBefore, rmsAfter, settings.pickUpA, unit),
  ];
  const clearingMs = findClearing(event, inceptionMs);
  const startMs = (stretch.from / sampleRateHz) * 1000;
  const facts: EventFacts = {
    inceptionMs: rounded(startMs + inceptionMs),
    clearingMs: clearingMs === null ? null : rounded(startMs + clearingMs),
    window: { fromMs: rounded(startMs + fromMs), toMs: rounded(startMs + toMs), cycles: rounded(cycles) },
    scale: { peak: rounded(input.peak), unit },
    relay: relayOpinion(event, inceptionMs, {
      ...(restraint ? { restraint: cut(restraint, stretch) } : {}),
      begun: points.channels.map((phase) => phase.subarray(INCEPTION, Math.max(INCEPTION, points.settled))),
      // Of a rated current of 1 A.
      settings: { pickUp: settings.pickUpA, secondHarmonic: settings.secondHarmonicPercent / 100 },
    }),
  };
  const note =
    stretch.endedBy && cycles < cyclesAfter
      ? `judged on ${cycles.toFixed(1)} cycles, for then samples are missing: ${stretch.endedBy.reason}`
      : null;
  return { waveform, input, facts, doubts: doubts.filter((one) => one !== null), note };
}

/** Nothing changes in what is known of a record: normal, unless there is more to say. */
function withoutInception(
  waveform: Waveform,
  settings: FaultClassifierSettings,
  { unit, operate, doubt }: PhaseCurrents,
  stretches: readonly Stretch[],
): FaultClassification {
  const reasons = [doubt, doubtOfUnit(unit)];
  const gaps = waveform.gaps ?? [];
  if (stretches.length === 0) reasons.push('less than a cycle was recorded without a gap');
  else if (gaps.length > 0) {
    reasons.push(
      `nothing changes in what is known, but samples are missing: ${gaps.map(({ reason }) => reason).join(', ')}`,
    );
  }
  const samplesPerCycle = waveform.sampleRateHz / waveform.nominalFrequencyHz;
  const rms = Math.max(0, ...stretches.map(({ from, to }) => largestRms(operate, from, to, samplesPerCycle)));
  reasons.push(doubtOfSteadyCurrent(rms, settings.pickUpA, unit));
  const given = reasons.filter((one) => one !== null);
  return given.length > 0 ? unknownAnswer(waveform, NO_FACTS, given) : normalAnswer(waveform);
}

/** To a tenth of a microsecond, or of a milliampere: beyond are digits without a meaning. */
const rounded = (value: number) => Math.round(value * 1e4) / 1e4;

const cut = (phases: ThreePhases, { from, to }: Stretch): ThreePhases =>
  phases.map((phase) =>
    phase instanceof Float32Array || phase instanceof Float64Array
      ? phase.subarray(from, to)
      : Array.prototype.slice.call(phase, from, to),
  ) as unknown as ThreePhases;
