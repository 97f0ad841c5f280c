import type { RadialPowerFlow } from '../../lib/network/power-flow';
import type { Reconfigured } from '../reconfigure';
import { aligned, onOneLine } from '../text-table';

/** Before and after, what is known about the optimum, and the switching list. */
export function reconfigurationTable({ network, result, secondsToBest, savings }: Reconfigured): string {
  const { before, after, switching } = result;
  const named = (branch: number) => `${branch + 1} (${onOneLine(network.branches[branch]!.id)})`;
  const openToday = network.branches.flatMap(({ inService }, at) => (inService ? [] : [at]));
  const row = (name: string, value: (flow: RadialPowerFlow) => string) => [
    name,
    before ? value(before) : '–',
    value(after),
  ];
  const loading = ({ loadingPercent }: RadialPowerFlow) => {
    const most = loadingPercent.reduce((a, b) => Math.max(a, b || 0), 0);
    return most > 0 ? most.toFixed(1) : '–';
  };
  const year = savings ? (kwh: number) => Math.round(kwh).toString() : undefined;
  const rows = [
    ['', 'today', 'proposed'],
    row('losses kW', ({ lossKw }) => lossKw.toFixed(3)),
    row('losses kvar', ({ lossKvar }) => lossKvar.toFixed(3)),
    row('least voltage p.u.', ({ minVoltagePu }) => minVoltagePu.toFixed(5)),
    row('greatest loading %', loading),
    row('limits exceeded', ({ violations }) => `${violations.length}`),
    ...(savings && year ? [['losses kWh a year', year(savings.beforeKwh), year(savings.afterKwh)]] : []),
    ['open rows', openToday.map((at) => at + 1).join(' '), result.openBranches.map((at) => at + 1).join(' ')],
  ];
  const proof = result.isProven
    ? result.isAllowed
      ? 'proven: nothing within limits is better'
      : 'proven: nothing is within limits'
    : `at most ${(100 * result.gap).toFixed(2)} % above the least possible: nothing is below ${result.lowerBoundKw.toFixed(3)} kW`;
  const steps = switching?.steps.map(({ close, open, lossKw, minVoltagePu }, at) => [
    `${at + 1}`,
    named(close),
    named(open),
    lossKw.toFixed(3),
    minVoltagePu.toFixed(5),
  ]);
  return [
    ...aligned(rows),
    '',
    `${proof}; found after ${secondsToBest.toFixed(3)} s, ${result.evaluations} power flows`,
    ...(savings
      ? [`saves ${Math.round(savings.savedKwh)} kWh and ${savings.savedMoney.toFixed(2)} of money a year`]
      : []),
    '',
    ...(steps && steps.length > 0
      ? aligned([['step', 'close', 'then open', 'losses kW', 'least p.u.'], ...steps])
      : [steps ? 'nothing to switch' : 'no switching list']),
    ...(switching && !switching.isWithinLimits
      ? ['on the way limits are exceeded by more than today or at the end']
      : []),
  ].join('\n');
}
