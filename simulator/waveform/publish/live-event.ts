import { type Static, Type } from '@sinclair/typebox';
import type { WaveformFrame } from '../../../lib/messages';
import type { SimulatedEvent } from '../event';
import { FrameFaultRates, transported } from './frame-faults';
import { frameTopic, waveformFrames } from './frames';

const level = (fallback: string, description: string) =>
  Type.String({ default: fallback, minLength: 1, maxLength: 100, pattern: '^[^/+#\\u0000]+$', description });

/** What a simulated recorder publishes, besides the classes of its events. */
export const LiveWaveformSettings = Type.Object({
  nominalFrequencyHz: Type.Union([Type.Literal(50), Type.Literal(60)], {
    default: 60,
    description: 'Frequency of the network, Hz',
  }),
  seed: Type.Integer({ default: 1, minimum: 0, maximum: 4_294_967_295, description: 'The same seed, the same events' }),
  topicRoot: Type.String({
    default: 'waveform',
    minLength: 1,
    maxLength: 200,
    pattern: '^[^+#\\u0000]+$',
    description: 'What topics begin with, before station and recorder',
  }),
  station: level('substation-1', 'Station, as it stands in topics'),
  recorder: level('relay-1', 'Recorder, as it stands in topics'),
  frames: Type.Integer({ default: 12, minimum: 1, maximum: 500, description: 'Frames of an event' }),
  faults: Type.Partial(FrameFaultRates, { default: {}, description: 'Shares of frames, as {"lost": 0.02}' }),
});
export type LiveWaveformSettings = Static<typeof LiveWaveformSettings>;

const share = (minimum: number, maximum: number, description: string) => Type.Number({ minimum, maximum, description });

/** A scenario as a schema: within its limits every class can be simulated; at the very ends of a winding none can. */
export const FaultScenarioSchema = Type.Object({
  label: Type.String({ description: 'One of the 45 labels, or normal' }),
  phase: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)], {
    description: 'Of turn-to-turn and winding-to-winding faults and of one-phase happenings: 0 A, 1 B, 2 C',
  }),
  windingShare: share(0.02, 0.98, 'Where in the winding'),
  turnsShare: share(0.01, 0.9, 'Share of the turns that are shorted'),
  faultResistanceOhm: Type.Number({ minimum: 0.001, maximum: 10_000, unit: 'Ω' }),
  side: Type.Union([Type.Literal('primary'), Type.Literal('secondary')]),
  inception: Type.Integer({ minimum: 0, maximum: 11, description: 'Which of the twelve instants of the cycle' }),
  shift: Type.Union([Type.Literal('forward'), Type.Literal('backward')], { description: 'Of the regulator' }),
  tap: share(0.01, 1, "Share of the regulator's full tap"),
  nominalFrequencyHz: LiveWaveformSettings.properties.nominalFrequencyHz,
  seed: Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: 'Draws all that is not said' }),
});

/** What was simulated and how its frames fared. */
export const SimulatedWaveform = Type.Object(
  {
    id: Type.String({ description: 'Of the event, as in its frames' }),
    label: FaultScenarioSchema.properties.label,
    startMs: Type.Number({ unit: 'ms', description: 'Time of the first sample, epoch milliseconds UTC' }),
    inceptionMs: Type.Number({ unit: 'ms', description: 'After the first sample' }),
    clearingMs: Type.Union([Type.Number(), Type.Null()], {
      unit: 'ms',
      description: 'After the first sample; null where nothing is cleared',
    }),
    scenario: FaultScenarioSchema,
    frameFaults: Type.Array(
      Type.Object({
        kind: Type.String({ description: 'lost, duplicate or out-of-order' }),
        frame: Type.Integer({ minimum: 0, description: 'Number of the frame' }),
      }),
    ),
  },
  { $id: 'SimulatedWaveform', title: 'SimulatedWaveform' },
);
export type SimulatedWaveform = Static<typeof SimulatedWaveform>;

/**
 * An event as its recorder publishes it.
 * @param number of the event; draws what befalls its frames
 * @param endMs time of the last sample, epoch ms UTC
 */
export function liveMessages(
  event: SimulatedEvent,
  settings: LiveWaveformSettings,
  number: number,
  endMs: number,
): { topic: string; frames: WaveformFrame[]; truth: SimulatedWaveform } {
  const { seed, station, recorder, faults } = settings;
  const durationMs = (1000 * (event.operate[0].length - 1)) / event.sampleRateHz;
  const startMs = Math.round(endMs - durationMs);
  // With its time, so that numbers that begin anew after a restart name no two events alike.
  const id = `${recorder}-${new Date(startMs).toISOString()}-${number}`;
  const all = waveformFrames(event, { id, station, recorder, startMs }, settings.frames);
  const { arrived, faults: frameFaults } = transported(all, faults, seed, `${number}`);
  const { scenario, inceptionMs, clearingMs } = event;
  return {
    topic: frameTopic(settings.topicRoot, settings),
    frames: arrived,
    truth: { id, label: scenario.label, startMs, inceptionMs, clearingMs, scenario, frameFaults },
  };
}
