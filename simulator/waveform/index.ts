import { faultClass } from '../../lib/waveform/fault-classes';
import { Transient } from '../emt/transient';
import { hashName, RandomStreams } from '../random';
import { capacitorSwitching } from './capacitor-switching';
import { recordDifferential, STEPS_PER_SAMPLE } from './differential-recorder';
import { drawOf, loadOf } from './draw';
import type { FaultScenario, SimulatedEvent } from './event';
import { externalFault } from './external-fault';
import { ferroresonance } from './ferroresonance';
import { fiveBusSystem } from './five-bus-system';
import type { Happening, Setting } from './happening';
import { magnetisingInrush, sympatheticInrush } from './inrush';
import { internalFault } from './internal-fault';
import { nonLinearLoad } from './non-linear-load';

export type { FaultScenario, SimulatedEvent } from './event';
export { type SweepOptions, sweep } from './sweep';

const SAMPLE_RATE_HZ = 10_000;
/** Length of a record of the public set, in cycles of 60 Hz. */
const RECORD_CYCLES = 4.356;
const FAULT_CYCLES = 3;

const TRANSIENTS: Readonly<Record<string, (setting: Setting) => Happening>> = {
  transient_capacitor_switching: capacitorSwitching,
  transient_external_fault_with_CT_saturation: externalFault,
  transient_ferroresonance: ferroresonance,
  transient_magnetising_inrush: magnetisingInrush,
  'transient_non-linear_load_switching': nonLinearLoad,
  transient_sympathetic_inrush: sympatheticInrush,
};

/**
 * One record of a differential relay at the bank of the five-bus system, computed from the scenario alone: the same
 * scenario gives the same bytes.
 * @throws Error when the label is none of the table and not `normal`
 */
export function simulateEvent(scenario: FaultScenario): SimulatedEvent {
  for (let attempt = 1; ; attempt++) {
    const { event, isShown } = simulateOnce(scenario, attempt);
    if (isShown || attempt === MOST_ATTEMPTS) return event;
  }
}

/** What is drawn may keep a core or a current transformer from saturating: then it is drawn again. */
const MOST_ATTEMPTS = 60;

function simulateOnce(scenario: FaultScenario, attempt: number): { event: SimulatedEvent; isShown: boolean } {
  const draw = drawOf(hashName(scenario.seed, `${scenario.label} ${attempt}`));
  const noise = new RandomStreams(scenario.seed, [`noise of ${scenario.label}`]);
  const { nominalFrequencyHz: nominal, tap, shift } = scenario;
  const frequencyHz = nominal + draw('frequency', -0.05, 0.05);
  const stepS = 1 / (SAMPLE_RATE_HZ * STEPS_PER_SAMPLE);
  // 40 + 13.8 k samples of a 60 Hz record.
  const inceptionMs = ((40 + 13.8 * scenario.inception) / 10) * (60 / nominal);
  const inceptionS = inceptionMs / 1000;
  const setting: Setting = {
    scenario,
    draw,
    frequencyHz,
    inceptionS,
    clearingS: inceptionS + FAULT_CYCLES / nominal,
    system: (options) => fiveBusSystem({ ...IN_SERVICE, frequencyHz, tap, shift, ...options }, draw),
  };
  const { system, isCleared, shows, kneeShare = 1 } = happeningOf(scenario.label)(setting);
  const samples = Math.round((RECORD_CYCLES * SAMPLE_RATE_HZ) / nominal);
  const { operate, restraint } = recordDifferential(
    new Transient(system.circuit, stepS, frequencyHz),
    { source: system.sourceEnd, load: system.loadEnd },
    { nominalFrequencyHz: nominal, sampleRateHz: SAMPLE_RATE_HZ, samples, tap, shift, kneeShare },
    draw,
    () => noise.normal(0),
  );
  const clearingMs = isCleared ? inceptionMs + (FAULT_CYCLES * 1000) / nominal : null;
  const event = { scenario, sampleRateHz: SAMPLE_RATE_HZ, operate, restraint, inceptionMs, clearingMs };
  const isShown = !shows || peakWithin(event, shows.withinCycles) >= shows.peakA;
  return { event, isShown };
}

const IN_SERVICE = {
  cuts: [],
  remanencePu: null,
  sourceBreaker: { isClosed: true },
  loadBreaker: { isClosed: true },
} as const;

/** Largest mean over a millisecond so many cycles after the inception, A. */
function peakWithin({ scenario, sampleRateHz, operate, inceptionMs }: SimulatedEvent, cycles: number): number {
  const from = Math.floor((inceptionMs / 1000) * sampleRateHz);
  const to = from + (cycles * sampleRateHz) / scenario.nominalFrequencyHz;
  const width = sampleRateHz / 1000;
  let peak = 0;
  for (const trace of operate) {
    let sum = 0;
    for (let i = from; i < to; i++) {
      sum += trace[i]! - (i >= from + width ? trace[i - width]! : 0);
      if (i + 1 >= from + width) peak = Math.max(peak, Math.abs(sum) / width);
    }
  }
  return peak;
}

function happeningOf(label: string): (setting: Setting) => Happening {
  if (label === 'normal') return (setting) => ({ system: setting.system(loadOf(setting.draw)), isCleared: false });
  const known = faultClass(label);
  if (!known) throw new Error(`label ${label}: use one of the 45 of the class table, or normal`);
  return known.isInternal ? internalFault : TRANSIENTS[known.label]!;
}
