import { Value } from '@sinclair/typebox/value';
import type { AlarmBoard } from '../alarms/alarm-board';
import type { GridAlert, Refusal } from '../messages';
import { metadata, notAReading } from './refusals';
import { RiskCommand } from './threshold-risk-settings';
import type { ThresholdTable } from './thresholds';

export interface CommandResult {
  alert?: GridAlert;
  refused: Refusal[];
  /** Thresholds or critical hours may be others than before. */
  hasNewThresholds: boolean;
}

/** Does what a command says: acknowledges an alarm, sets thresholds, or takes a city metadata document. */
export function obey(element: unknown, board: AlarmBoard, thresholds: ThresholdTable, timeMs: number): CommandResult {
  const refuse = (reason: string, message: string, remedy: string): Refusal => {
    return { reason, message, remedy, original: element };
  };
  if (!Value.Check(RiskCommand, element)) return { refused: [explain(element)], hasNewThresholds: false };
  if ('acknowledge' in element) {
    const alert = board.acknowledge(element.acknowledge, element.by, timeMs);
    if (alert) return { alert, refused: [], hasNewThresholds: false };
    const known = board.get(element.acknowledge);
    const refusal = known
      ? refuse('already-acknowledged', `${known.alarmId} was acknowledged by ${known.acknowledgedBy}`, 'nothing to do')
      : refuse(
          'unknown-alarm',
          `there is no active alarm ${element.acknowledge}`,
          'name an active alarm; this one may have cleared',
        );
    return { refused: [refusal], hasNewThresholds: false };
  }
  if ('thresholds' in element) {
    for (const entry of element.thresholds) thresholds.set(entry);
    return { refused: [], hasNewThresholds: element.thresholds.length > 0 };
  }
  const warnings = thresholds.apply('metadata' in element ? element.metadata : element);
  const refused = warnings.map((warning) => metadata(warning, element));
  return { refused, hasNewThresholds: true };
}

/** What is wrong with something that is neither a reading nor a good command. */
function explain(element: unknown): Refusal {
  const looksLike =
    typeof element === 'object' && element !== null && ('acknowledge' in element || 'thresholds' in element);
  if (!looksLike) return notAReading(element);
  const index = 'acknowledge' in element ? 0 : 1;
  const [fault] = [...Value.Errors(RiskCommand.anyOf[index]!, element)];
  return {
    reason: 'bad-command',
    message: `the command is not usable: ${fault?.message}`,
    place: fault?.path ?? '',
    remedy: 'send {acknowledge: alarm, by: name} or {thresholds: [{city?, district?, meter?, kwh}]}',
    original: element,
  };
}
