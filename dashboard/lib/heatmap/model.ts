import { Value } from '@sinclair/typebox/value';
import { HeatmapCell, HeatmapUpdate, type Refusal } from '../../../lib/messages';
import { refuse } from '../refuse';
import type { WidgetModel } from '../widget-model';
import { type HeatmapChange, HeatmapTable } from './table';

export interface HeatmapLimits {
  /** Further rows are refused. */
  maxRows: number;
  /** With further columns the first ones go: days roll. */
  maxColumns: number;
  /** Rows and columns by name, numbers in them by value; otherwise as they came. */
  sorted: boolean;
}

const byName = new Intl.Collator('en', { numeric: true }).compare;

/** Keeps the table and what of it pages have not been told. */
export function createHeatmapModel(limits: HeatmapLimits): WidgetModel<HeatmapChange> {
  const table = new HeatmapTable();
  let dirty = new Map<string, Set<string>>();
  let whole = false;
  let rowsChanged = false;
  let columnsChanged = false;

  function forget(): void {
    table.clear();
    dirty = new Map();
    whole = true;
  }

  function addRows(names: string[], order: boolean): string[] {
    const added = merged(table.rows, names, order, limits.sorted);
    const kept = added.slice(0, limits.maxRows);
    if (kept.length !== table.rows.length || order) {
      table.setRows(kept);
      rowsChanged = true;
    }
    return added.slice(limits.maxRows);
  }

  function addColumns(names: string[], order: boolean): void {
    const added = merged(table.columns, names, order, limits.sorted);
    if (added.length === table.columns.length && !order) return;
    table.setColumns(added.slice(-limits.maxColumns));
    columnsChanged = true;
  }

  function take(cells: HeatmapCell[]): Refusal[] {
    addColumns(newNames(table.columns, cells, 'column'), false);
    const full = new Set(addRows(newNames(table.rows, cells, 'row'), false));
    for (const { row, column, value, note } of cells) {
      if (full.has(row)) continue;
      table.set(row, column, note === undefined ? { value } : { value, note });
      const columns = dirty.get(row);
      if (columns) columns.add(column);
      else dirty.set(row, new Set([column]));
    }
    return [...full].map((row) =>
      refuse(
        'too-many-rows',
        `there is no room for row "${row}"`,
        'payload.cells',
        'raise "Rows at most" of the widget',
        row,
      ),
    );
  }

  return {
    accept(payload) {
      const { update, refused } = read(payload);
      if (!update) return refused;
      if (update.replace) forget();
      const tooMany = update.rows ? addRows(update.rows, true) : [];
      if (update.columns) addColumns(update.columns, true);
      const cells = [...(update.cells ?? []), ...tableCells(update, new Set(tooMany))];
      return [...refused, ...take(cells)];
    },
    changes() {
      if (whole) {
        whole = rowsChanged = columnsChanged = false;
        dirty = new Map();
        return table.whole();
      }
      if (dirty.size === 0 && !rowsChanged && !columnsChanged) return undefined;
      const change: HeatmapChange = { cells: [] };
      if (rowsChanged) change.rows = table.rows;
      if (columnsChanged) change.columns = table.columns;
      for (const [row, columns] of dirty) {
        for (const column of columns) {
          const cell = table.get(row, column);
          if (!cell) continue;
          change.cells.push(cell.note === undefined ? [row, column, cell.value] : [row, column, cell.value, cell.note]);
        }
      }
      dirty = new Map();
      rowsChanged = columnsChanged = false;
      return change;
    },
    snapshot: () => table.whole(),
    restore: (change) => table.apply(change),
    reset: forget,
  };
}

/** The known names with the new ones; `order` puts `names` first and in their order. */
function merged(known: string[], names: string[], order: boolean, sorted: boolean): string[] {
  if (order) return [...new Set([...names, ...known])];
  const all = [...new Set([...known, ...names])];
  return sorted && all.length > known.length ? all.sort(byName) : all;
}

function newNames(known: string[], cells: HeatmapCell[], key: 'row' | 'column'): string[] {
  const all = new Set(known);
  const added: string[] = [];
  for (const cell of cells) {
    if (all.has(cell[key])) continue;
    all.add(cell[key]);
    added.push(cell[key]);
  }
  return added;
}

function tableCells({ rows, columns, values }: HeatmapUpdate, without: Set<string>): HeatmapCell[] {
  if (!values || !rows || !columns) return [];
  return rows.flatMap((row, i) =>
    without.has(row) ? [] : columns.map((column, j) => ({ row, column, value: values[i]?.[j] ?? null })),
  );
}

/** A payload → what of it can be used, and what can't. One bad cell does not cost the others. */
function read(payload: unknown): { update?: HeatmapUpdate; refused: Refusal[] } {
  const update = (Array.isArray(payload) ? { cells: payload } : payload) as HeatmapUpdate;
  const refused: Refusal[] = [];
  if (Array.isArray(update?.cells)) {
    const good = update.cells.filter((cell, index) => {
      if (Value.Check(HeatmapCell, cell)) return true;
      const remedy = 'give it { row, column, value }, with value a number or null';
      refused.push(refuse('not-a-cell', 'this is not a cell', `payload.cells[${index}]`, remedy, cell));
      return false;
    });
    return readRest({ ...update, cells: good }, refused);
  }
  return readRest(update, refused);
}

function readRest(update: HeatmapUpdate, refused: Refusal[]): { update?: HeatmapUpdate; refused: Refusal[] } {
  const fault = Value.Errors(HeatmapUpdate, update).First();
  if (fault) {
    const remedy = 'give it { cells: [{ row, column, value }] } or { rows, columns, values }';
    refused.push(refuse('not-a-heatmap', fault.message.toLowerCase(), `payload${fault.path}`, remedy, fault.value));
    return { refused };
  }
  if (update.values && !(update.rows && update.columns)) {
    const remedy = 'give rows and columns too: values[i][j] is of rows[i] and columns[j]';
    refused.push(refuse('no-names', 'values without names', 'payload.values', remedy, undefined));
  }
  return { update, refused };
}
