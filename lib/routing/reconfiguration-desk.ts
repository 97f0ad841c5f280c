import { Value } from '@sinclair/typebox/value';
import { LineTelemetry, ReconfigurationCommand, ReconfigurationConstraints, type Refusal } from '../messages';
import type { NetworkModel } from '../network/network-model';
import { lockedOut } from './closable';
import type { ReconfigurationSettings } from './reconfiguration-problem';

const REMEDY =
  'send { search: true }, { cancel: true }, { apply: true }, { outOfService, locked, twoPaths }, or LineTelemetry';
const NO_CONSTRAINTS: ReconfigurationConstraints = { outOfService: [], locked: [], twoPaths: [] };

/** What of a reconfiguration outlasts a restart, as plain JSON data. */
interface DeskState {
  constraints: ReconfigurationConstraints;
  opened: string[];
}

/** What is left to do of an input, when the desk has taken what it keeps. */
export interface DeskAnswer {
  commands: ReconfigurationCommand[];
  refused: Refusal[];
  /** Something has changed that is to be kept. */
  isChanged: boolean;
}

/**
 * What a reconfiguration knows beside the network: constraints by message, risk of lines and lines at fault by telemetry,
 * and the lines that it has opened itself, which a telemetry that reports them open makes no faults.
 */
export class ReconfigurationDesk {
  private constraints = NO_CONSTRAINTS;
  private readonly opened = new Set<string>();
  private readonly faulty = new Set<string>();
  private readonly risk = new Map<string, number>();
  private readonly lineAt: ReadonlyMap<string, number>;
  private readonly nodeIds: ReadonlySet<string>;
  /** Event time of the newest telemetry; 0: none yet. */
  timeMs = 0;

  constructor(private readonly original: NetworkModel) {
    this.lineAt = new Map(original.branches.map(({ id }, at) => [id, at]));
    this.nodeIds = new Set(original.nodes.map(({ id }) => id));
  }

  /** Never throws: elements that can't be used are refused. Telemetry of nodes is passed over. */
  take(elements: readonly unknown[]): DeskAnswer {
    const answer: DeskAnswer = { commands: [], refused: [], isChanged: false };
    for (const [index, element] of elements.entries()) {
      const place = elements.length > 1 ? `payload[${index}]` : 'payload';
      const refuse = (reason: string, field: string, message: string, remedy = REMEDY) => {
        const where = field === '' ? place : `${place}.${field}`;
        answer.refused.push({ reason, message, place: where, remedy, original: element });
      };
      if (isObject(element) && 'nodeId' in element) continue;
      const isTelemetry = isObject(element) && 'lineId' in element;
      const schema = isTelemetry ? LineTelemetry : ReconfigurationCommand;
      if (!Value.Check(schema, element)) {
        const fault = Value.Errors(schema, element).First()!;
        const field = fault.path.slice(1).replaceAll('/', '.').slice(0, 80);
        refuse('not-a-command', field, `${field || 'this'} is not what it should be: ${fault.message}`);
      } else if (isTelemetry) this.listen(element as LineTelemetry, refuse);
      else this.obey(element as ReconfigurationCommand, answer, refuse);
    }
    return answer;
  }

  /** Of a search of the network as it is now. */
  settings(model: NetworkModel): ReconfigurationSettings {
    const { outOfService, locked, twoPaths } = this.constraints;
    for (const { id, inService } of model.branches) if (inService) this.opened.delete(id);
    return {
      outOfService: [...new Set([...outOfService, ...this.faults(), ...lockedOut(this.original, model)])],
      locked,
      twoPaths,
      risk: Object.fromEntries(this.risk),
    };
  }

  shown(): { constraints: ReconfigurationConstraints; faulty: string[] } {
    return { constraints: this.constraints, faulty: this.faults() };
  }

  /** To be told before a line is opened. */
  opens(id: string): void {
    this.opened.add(id);
  }

  reset(): void {
    this.constraints = NO_CONSTRAINTS;
    for (const memory of [this.opened, this.faulty, this.risk]) memory.clear();
  }

  snapshot(): DeskState {
    return { constraints: this.constraints, opened: [...this.opened] };
  }

  /** What the network does not know any more is forgotten. @throws Error when it is no such state */
  restore(state: unknown): void {
    const { constraints, opened } = state as Partial<DeskState>;
    if (!Value.Check(ReconfigurationConstraints, constraints) || !Array.isArray(opened))
      throw new Error('it is no state of a reconfiguration');
    const { outOfService, locked, twoPaths } = constraints;
    const isLine = (id: string) => this.lineAt.has(id);
    this.constraints = {
      outOfService: outOfService.filter(isLine),
      locked: locked.filter(isLine),
      twoPaths: twoPaths.filter((id) => this.nodeIds.has(id)),
    };
    for (const id of opened) if (isLine(id)) this.opened.add(id);
  }

  private faults(): string[] {
    return [...this.faulty].filter((id) => !this.opened.has(id));
  }

  private listen({ lineId, timeMs, inService, risk }: LineTelemetry, refuse: Refuse): void {
    const at = this.lineAt.get(lineId);
    if (at === undefined) {
      refuse('unknown-id', 'lineId', `"${lineId}" is no line of the network`, 'name a line that is there');
      return;
    }
    this.timeMs = Math.max(this.timeMs, timeMs);
    if (risk !== undefined) this.risk.set(lineId, risk);
    if (inService) {
      this.faulty.delete(lineId);
    } else if (inService === false && this.original.branches[at]!.inService) this.faulty.add(lineId);
  }

  private obey(command: ReconfigurationCommand, answer: DeskAnswer, refuse: Refuse): void {
    const { outOfService, locked, twoPaths } = command;
    for (const [field, list, isKnown] of [
      ['outOfService', outOfService, (id: string) => this.lineAt.has(id)],
      ['locked', locked, (id: string) => this.lineAt.has(id)],
      ['twoPaths', twoPaths, (id: string) => this.nodeIds.has(id)],
    ] as const) {
      const unknown = list?.findIndex((id) => !isKnown(id)) ?? -1;
      if (unknown < 0) continue;
      const what = field === 'twoPaths' ? 'node' : 'line';
      const message = `"${list![unknown]}" is no ${what} of the network`;
      refuse('unknown-id', `${field}[${unknown}]`, message, `name a ${what} that is there`);
      return;
    }
    if (command.search && command.apply) {
      refuse(
        'not-a-command',
        'apply',
        'search and apply stand in one command',
        'search, look at the report, then apply',
      );
      return;
    }
    const given = { ...(outOfService && { outOfService }), ...(locked && { locked }), ...(twoPaths && { twoPaths }) };
    if (Object.keys(given).length > 0) {
      this.constraints = { ...this.constraints, ...given };
      answer.isChanged = true;
    }
    answer.commands.push(command);
  }
}

type Refuse = (reason: string, field: string, message: string, remedy?: string) => void;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
