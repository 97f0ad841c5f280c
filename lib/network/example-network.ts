import type { GridTopology } from '../messages';

const COLUMNS = 5;
const ROWS = 4;
/** In MW, N1 to N20; what the four power stations give is as much in all. */
const LOADS_MW = [20, 45, 60, 35, 20, 40, 80, 90, 70, 30, 35, 75, 110, 65, 30, 20, 40, 55, 40, 40];
const GENERATION_MW: Record<string, number> = { N1: 210, N5: 190, N8: 280, N18: 320 };
const POWER_STATION = 'power station';

/**
 * The network of who has given none: 20 substations N1 to N20 in rows of five, 31 lines L1 to L31 of 110 kV, 1,000 MW.
 * Made up, but with all that a calculation needs: weights from 0.80 to 0.95, reactances of 20 to 40 km of line, ratings.
 */
export function exampleNetwork(): GridTopology {
  const nodes = LOADS_MW.map((loadMw, index) => {
    const id = `N${index + 1}`;
    const generationMw = GENERATION_MW[id];
    return {
      id,
      kind: generationMw ? POWER_STATION : 'substation',
      x: index % COLUMNS,
      y: ROWS - 1 - Math.floor(index / COLUMNS),
      nominalKv: 110,
      loadMw,
      ...(generationMw ? { generationMw } : {}),
      ...(id === 'N1' ? { isReference: true } : {}),
    };
  });
  const pairs = nodes.flatMap((_, index) => [
    ...(index % COLUMNS < COLUMNS - 1 ? [[index, index + 1] as const] : []),
    ...(index + COLUMNS < nodes.length ? [[index, index + COLUMNS] as const] : []),
  ]);
  const lines = pairs.map(([from, to], index) => ({
    id: `L${index + 1}`,
    from: nodes[from]!.id,
    to: nodes[to]!.id,
    kind: 'line',
    // 0.4 Ω/km at 110 kV on 100 MVA is 0.0033 p.u./km; a third of it is resistance.
    reactancePu: (66 + ((index * 5) % 9) * 8) / 1000,
    resistancePu: (22 + ((index * 5) % 9) * 3) / 1000,
    ratingMva: [nodes[from]!, nodes[to]!].some(({ kind }) => kind === POWER_STATION) ? 200 : 60,
    weight: (80 + ((index * 7) % 16)) / 100,
  }));
  return { schema: 'gridloom-topology/1', name: 'Example of 20 substations', baseMva: 100, nodes, lines };
}
