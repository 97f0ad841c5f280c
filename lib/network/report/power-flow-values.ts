import type { AlarmValue, PowerFlowReport } from '../../messages';

/** What the alarm table judges: the share of losses, and the voltage of each node where it is known. */
export function powerFlowValues({ timeMs, lossPercent, nodes }: PowerFlowReport): AlarmValue[] {
  return [
    { subject: 'grid', timeMs, quantity: 'lossPercent', value: lossPercent },
    ...nodes.flatMap(({ id, voltagePu }): AlarmValue[] =>
      voltagePu === null ? [] : [{ subject: id, timeMs, quantity: 'voltagePu', value: voltagePu }],
    ),
  ];
}
