import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { chosenLabels, FaultScenarioSchema } from '../../simulator/waveform/publish';

const Wish = Type.Partial(FaultScenarioSchema, { additionalProperties: false });
export type Wish = Static<typeof Wish>;

/** What a message asks for. */
export type Request = 'start' | 'stop' | 'samples' | Wish;

/**
 * A payload as a request: `start`, `stop`, `samples`, the label of a class, or parts of a scenario. What is neither
 * text nor object asks for any event.
 * @throws Error that says what can be asked for
 */
export function requestOf(payload: unknown): Request {
  if (payload === 'start' || payload === true) return 'start';
  if (payload === 'stop' || payload === false) return 'stop';
  if (payload === 'samples') return 'samples';
  if (typeof payload === 'string' && payload !== '') return { label: labelOf(payload) };
  if (typeof payload !== 'object' || payload === null) return {};
  if (!Value.Check(Wish, payload)) {
    const [fault] = [...Value.Errors(Wish, payload)];
    throw new Error(
      `the payload is not usable: ${fault?.path.slice(1) || 'it'}: ${fault?.message}: ` +
        'send {"label": …, "windingShare": 0.5, "faultResistanceOhm": 10, …}, each optional, the label of a class, or no object',
    );
  }
  return payload.label === undefined ? payload : { ...payload, label: labelOf(payload.label) };
}

/** @throws Error when the text stands for no class or for several */
function labelOf(text: string): string {
  const labels = chosenLabels([text]);
  if (labels.length > 1) {
    throw new Error(`"${text}" stands for ${labels.length} classes: give the label of one, such as ${labels[0]}`);
  }
  return labels[0]!;
}
