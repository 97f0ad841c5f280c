import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

const HeldSource = Type.Object({
  nodeId: Type.String(),
  stress: Type.Number({ minimum: 0, maximum: 1 }),
  timeMs: Type.Number(),
});
/** The latest event of a source. */
export type HeldSource = Static<typeof HeldSource>;

const PropagatorSnapshot = Type.Object({
  operator: Type.Literal('stress-propagator'),
  newestMs: Type.Union([Type.Number(), Type.Null()]),
  sources: Type.Array(Type.Tuple([Type.String(), HeldSource])),
});
/** The state of a stress propagator, which goes with any network. */
export type PropagatorSnapshot = Static<typeof PropagatorSnapshot>;

/** @throws Error when the state is no such snapshot */
export function propagatorSnapshot(state: unknown): PropagatorSnapshot {
  if (Value.Check(PropagatorSnapshot, state)) return state;
  throw new Error('not a snapshot of a stress propagator: give what snapshot() returned, or reset');
}
