import type { PropagatedStress } from '../messages/propagated-stress';
import type { StressCause, StressEvent } from '../messages/stress-event';
import { readTime, shown } from './event-time';
import { InputFault } from './input-fault';
import { fieldsOf, readId, readNumber } from './read-fields';

const EVENT_REMEDY = 'send {nodeId, timeMs, stress}, as grid stress detector does';
const STRESS_REMEDY = 'send {nodeId, timeMs, stress}, as grid stress propagator does';
const CAUSES: readonly unknown[] = ['system-load', 'loading', 'voltage', 'temperature', 'given'];

/**
 * A stress event from outside, with our names or the original's {node_id, stress_level, timestamp}.
 * @throws InputFault that names the field
 */
export function readEvent(given: unknown): Pick<StressEvent, 'nodeId' | 'timeMs' | 'stress' | 'cause'> {
  const fields = fieldsOf(given, EVENT_REMEDY);
  const cause = fields.cause ?? 'given';
  if (!CAUSES.includes(cause)) {
    throw new InputFault(
      'bad-cause',
      'cause',
      `is ${shown(cause)}`,
      `send one of ${CAUSES.join(', ')}, or leave it out`,
    );
  }
  return {
    nodeId: readId(fields.nodeId ?? fields.node_id, 'nodeId'),
    timeMs: readTime(fields.timeMs, fields.timestamp),
    stress: readNumber(fields.stress ?? fields.stress_level, 'stress', 0, 1),
    cause: cause as StressCause,
  };
}

/** A value of one node for its risk windows. */
export type StressValue = Pick<PropagatedStress, 'nodeId' | 'timeMs' | 'stress' | 'sourceId'>;

/**
 * A propagated stress (or a stress event, which is one at its own node) from outside, with our names or the original's.
 * @throws InputFault that names the field
 */
export function readStress(given: unknown): StressValue {
  const fields = fieldsOf(given, STRESS_REMEDY);
  const nodeId = readId(fields.nodeId ?? fields.node_id, 'nodeId');
  const sourceId = fields.sourceId ?? fields.source_node;
  return {
    nodeId,
    timeMs: readTime(fields.timeMs, fields.timestamp),
    stress: readNumber(fields.stress ?? fields.stress_level, 'stress', 0, 1),
    sourceId: sourceId === undefined ? nodeId : readId(sourceId, 'sourceId'),
  };
}
