import { finiteOrNull } from '../stream/finite-or-null';
import type { GridEdge, GridNode, GridStatistics } from './schemas';

const HIGH_RISK = 0.5;

/** Mean, spread and limits of what is known; of lines only those in service. */
export function gridStatistics(nodes: readonly GridNode[], edges: readonly GridEdge[]): GridStatistics {
  const lines = edges.filter(({ in_service }) => in_service);
  const risks = known(lines.map(({ risk }) => risk));
  return {
    voltage: spreadOf(known(nodes.map(({ voltage }) => voltage))),
    demand: spreadOf(nodes.filter(({ type }) => type !== 'generator').map(({ demand }) => demand)),
    risk: { ...spreadOf(risks), high_risk_edges: risks.filter((risk) => risk > HIGH_RISK).length },
    temperature: spreadOf(known(lines.map(({ temperature }) => temperature))),
    power_flow: spreadOf(known(lines.map(({ power_flow }) => power_flow)).map(Math.abs)),
    current: spreadOf(known(lines.map(({ current }) => current))),
  };
}

/** Standard deviation of the population, as the original's (numpy). */
function spreadOf(values: readonly number[]) {
  const count = values.length;
  if (count === 0) return { count, mean: null, std: null, min: null, max: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const min = values.reduce((least, value) => Math.min(least, value));
  const max = values.reduce((most, value) => Math.max(most, value));
  return { count, mean: finiteOrNull(mean), std: finiteOrNull(Math.sqrt(variance)), min, max };
}

const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
