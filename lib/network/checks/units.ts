import type { NetworkBranch, NetworkModel, NetworkNode } from '../network-model';
import type { FindingList } from './finding-list';
import type { Places } from './places';

/** No line or transformer comes near; where the voltage isn't known the per-unit value has to tell. */
const MOST_OHM = 10_000;
const MOST_PU = 100;
/** The highest voltage in use is 1,200 kV. */
const MOST_KV = 1500;
const MOST_RATING_MVA = 100_000;
const MOST_BASE_MVA = 100_000;
/** Load of one node, where its voltage isn't known. */
const MOST_LOAD_MW = 20_000;
/** No busbar supplies more current to loads. */
const MOST_LOAD_KA = 15;
const TAP_RATIOS = [0.2, 5] as const;

/** Reports values that are beyond what there is, as a wrong unit makes them; they stay as they are. */
export function checkUnits({ nodes, branches, baseMva }: NetworkModel, findings: FindingList, places: Places): void {
  const report = (place: string, problem: string | undefined, remedy: string, id?: string) => {
    if (problem === undefined) return;
    findings.add('error', 'impossible-unit', place, { problem, remedy, ...(id === undefined ? {} : { ids: [id] }) });
  };
  const isOdd = baseMva > MOST_BASE_MVA;
  report(places.file, isOdd ? `has a base power of ${baseMva} MVA` : undefined, 'give it in MVA, e.g. 100');
  for (const [index, node] of nodes.entries()) {
    report(places.node(index), faultOfVoltage(node), 'give nominalKv in kV, not in V', node.id);
    report(places.node(index), faultOfLoad(node), 'give loads in MW, not in kW', node.id);
  }
  for (const [index, branch] of branches.entries()) {
    const place = places.branch(index);
    const remedy = 'give impedances per unit on the base power, not in ohm or percent';
    report(place, faultOfImpedance(branch, baseMva, nodes[branch.from]!.nominalKv), remedy, branch.id);
    report(place, faultOfTap(branch), 'give a ratio near 1, not in percent or kV', branch.id);
    report(place, faultOfShift(branch), 'give shiftRad in radian, not in degrees', branch.id);
    report(place, faultOfRating(branch), 'give ratings in MVA, not in kVA', branch.id);
  }
}

const faultOfVoltage = ({ nominalKv = 0 }: NetworkNode) =>
  nominalKv > MOST_KV ? `has a nominal voltage of ${nominalKv} kV` : undefined;

function faultOfLoad({ loadMw, nominalKv }: NetworkNode): string | undefined {
  const mostMw = nominalKv === undefined ? MOST_LOAD_MW : Math.sqrt(3) * nominalKv * MOST_LOAD_KA;
  if (Math.abs(loadMw) <= mostMw) return undefined;
  return `has a load of ${loadMw} MW${nominalKv === undefined ? '' : ` at ${nominalKv} kV`}`;
}

function faultOfImpedance({ resistancePu, reactancePu }: NetworkBranch, baseMva: number, nominalKv?: number) {
  const ohmPerPu = nominalKv === undefined ? undefined : nominalKv ** 2 / baseMva;
  for (const [name, value] of Object.entries({ reactance: reactancePu, resistance: resistancePu })) {
    const isPossible = ohmPerPu === undefined ? Math.abs(value) <= MOST_PU : Math.abs(value * ohmPerPu) <= MOST_OHM;
    if (isPossible) continue;
    const inOhm = ohmPerPu === undefined ? '' : `, which are ${Math.round(value * ohmPerPu)} ohm at ${nominalKv} kV`;
    return `has a ${name} of ${value} p.u.${inOhm}`;
  }
  return undefined;
}

const faultOfTap = ({ tapRatio }: NetworkBranch) =>
  tapRatio < TAP_RATIOS[0] || tapRatio > TAP_RATIOS[1] ? `has a tap ratio of ${tapRatio}` : undefined;

const faultOfShift = ({ shiftRad }: NetworkBranch) =>
  Math.abs(shiftRad) > 2 * Math.PI ? `has a phase shift of ${shiftRad} rad` : undefined;

const faultOfRating = ({ ratingMva }: NetworkBranch) =>
  ratingMva !== null && ratingMva > MOST_RATING_MVA ? `has a rating of ${ratingMva} MVA` : undefined;
