import { type ImportedNetwork, NetworkDraft } from '../network-draft';
import { NetworkFault } from '../network-fault';
import { readCaseFile } from './case-file';
import { isMatrix, isScalar, type Matrix } from './values';

/** Columns from 1, as MATPOWER counts them (User's Manual, appendix B). */
const BUS = { id: 1, type: 2, loadMw: 3, loadMvar: 4, shuntMw: 5, shuntMvar: 6, nominalKv: 10 } as const;
const LIMITS = { max: 12, min: 13 } as const;
const GEN = { bus: 1, powerMw: 2, reactiveMvar: 3, voltage: 6, status: 8, mostMw: 9 } as const;
const BRANCH = { from: 1, to: 2, r: 3, x: 4, b: 5, rateA: 6, ratio: 9, shiftDegrees: 10, status: 11 } as const;
const REFERENCE = 3;
const ISOLATED = 4;
/** Of `ratio`: a line, not a transformer. */
const NO_TRANSFORMER = 0;

/** Whether a text is, or means to be, a MATPOWER case. */
export const isCase = (text: string): boolean =>
  /^[ \t]*function\b/m.test(text) || /^[ \t]*\w+\.(?:bus|baseMVA)[ \t]*=/m.test(text);

/**
 * Reads a MATPOWER case (format version 2), with the statements at its end that convert units. Ids of nodes are the bus
 * numbers, of lines `from-to`, with #2, #3 … for parallel ones; rows out of service are lines out of service.
 * @throws NetworkFault when a table is not there or its statements are not understood
 */
export function importCase(file: string, text: string): ImportedNetwork {
  const { name, structure, variables } = readCaseFile(file, text);
  const table = (field: string, columnCount: number): Matrix => {
    const value = variables.get(`${structure}.${field}`);
    const place = `${file} ${structure}.${field}`;
    if (value === undefined || !isMatrix(value)) {
      throw new NetworkFault(
        place,
        'is not there',
        'give a case of MATPOWER format version 2 with bus, gen and branch',
      );
    }
    if (value.rowCount > 0 && value.columnCount < columnCount) {
      const remedy = `give at least ${columnCount}, as MATPOWER's caseformat describes them`;
      throw new NetworkFault(place, `has ${value.columnCount} columns`, remedy);
    }
    return value;
  };
  const base = table('baseMVA', 1);
  const draft = new NetworkDraft(file, name, isScalar(base) ? base.cells[0]! : Number.NaN);
  const isolated = new Set<string>();
  const labels = variables.get(`${structure}.bus_name`);
  for (const row of rowsOf(table('bus', BUS.nominalKv), file)) {
    const id = String(row.cell(BUS.id));
    const label = Array.isArray(labels) ? labels[row.index]?.trim() || undefined : undefined;
    const type = row.cell(BUS.type);
    if (type === ISOLATED) {
      isolated.add(id);
      const problem = `isolates bus ${id} (type 4): its lines, load and generation count as out of service`;
      draft.findings.add('info', 'out-of-service', row.place, { problem, remedy: 'give type 1 to use it', ids: [id] });
    }
    const power = (column: number) => (type === ISOLATED ? 0 : row.cell(column));
    draft.addNode(
      {
        id,
        label,
        nominalKv: row.cell(BUS.nominalKv),
        loadMw: power(BUS.loadMw),
        loadMvar: power(BUS.loadMvar),
        shuntMw: power(BUS.shuntMw),
        shuntMvar: power(BUS.shuntMvar),
        ...(row.columnCount >= LIMITS.min
          ? { minVoltagePu: row.cell(LIMITS.min), maxVoltagePu: row.cell(LIMITS.max) }
          : {}),
        isReference: type === REFERENCE,
      },
      row.place,
    );
  }
  for (const row of rowsOf(table('gen', GEN.status), file)) {
    const bus = String(row.cell(GEN.bus));
    if (!(row.cell(GEN.status) > 0) || isolated.has(bus)) continue;
    draft.addPower('generationMw', bus, row.cell(GEN.powerMw), row.place);
    draft.addPower('generationMvar', bus, row.cell(GEN.reactiveMvar), row.place);
    const node = draft.nodes[draft.indexOfNode(bus) ?? -1];
    if (node?.isReference) draft.setVoltage(bus, row.cell(GEN.voltage), row.place);
    // At the reference PMAX is no limit of a power flow, and often a stopgap: 10 MW of a feeder that draws 28.
    else draft.addCapacity(bus, row.columnCount >= GEN.mostMw ? row.cell(GEN.mostMw) : undefined);
  }
  for (const row of rowsOf(table('branch', BRANCH.status), file)) {
    const [from, to] = [String(row.cell(BRANCH.from)), String(row.cell(BRANCH.to))];
    const ratio = row.cell(BRANCH.ratio);
    draft.addBranch(
      {
        id: draft.freeBranchId(`${from}-${to}`),
        from,
        to,
        kind: ratio === NO_TRANSFORMER ? 'line' : 'transformer',
        resistancePu: row.cell(BRANCH.r),
        reactancePu: row.cell(BRANCH.x),
        susceptancePu: row.cell(BRANCH.b),
        tapRatio: ratio === NO_TRANSFORMER ? 1 : ratio,
        shiftRad: (row.cell(BRANCH.shiftDegrees) * Math.PI) / 180,
        ratingMva: limited(row.cell(BRANCH.rateA)),
        inService: row.cell(BRANCH.status) > 0 && !isolated.has(from) && !isolated.has(to),
      },
      row.place,
    );
  }
  return draft.finish();
}

/** 0 and Inf are no limit. */
const limited = (rateA: number) => (rateA === 0 || rateA === Number.POSITIVE_INFINITY ? null : rateA);

function* rowsOf({ rowCount, columnCount, cells, lines }: Matrix, file: string) {
  for (let index = 0; index < rowCount; index++) {
    const place = lines ? `${file} line ${lines[index]}` : `${file} row ${index + 1}`;
    yield { index, place, columnCount, cell: (column: number) => cells[index * columnCount + column - 1]! };
  }
}
