import { Value } from '@sinclair/typebox/value';
import { LineTelemetry, PathCommand, PathQuestion, type Refusal } from '../messages';
import type { PathSettings } from './path-grid';

const REMEDY = {
  telemetry: 'send LineTelemetry with lineId, timeMs and risk from 0 to 1',
  question: 'send { from, to, k, riskBudget, powerMw }; all but from and to can be left out',
  command: 'send { optimize: true }, { lossWeight, riskWeight } or { outOfService: [ids] }',
};

/** What of a message is to be done. */
export interface PathRequests {
  questions: PathQuestion[];
  isOptimizeAsked: boolean;
  /** Whether the optimum may be another one now. */
  hasChanged: boolean;
  refused: Refusal[];
}

/** Takes in risk, weights and outages, and tells requests from them. What is of nodes is for others and passes unread. */
export class PathInputs {
  private readonly risk = new Map<string, number>();
  /** Lines, no switches, that SCADA says are out. */
  private readonly dead = new Set<string>();
  private barred: string[] = [];

  /**
   * @param weights of losses and risk, until a message gives others
   * @param kindOf kind of a line by its id; undefined: there is no such line
   */
  constructor(
    private weights: Pick<PathSettings, 'lossWeight' | 'riskWeight'>,
    private readonly kindOf: (id: string) => { kind?: string } | undefined,
  ) {}

  get settings(): Pick<PathSettings, 'lossWeight' | 'riskWeight' | 'risk' | 'outOfService'> {
    return { ...this.weights, risk: this.risk, outOfService: new Set([...this.dead, ...this.barred]) };
  }

  take(elements: readonly unknown[]): PathRequests {
    const requests: PathRequests = { questions: [], isOptimizeAsked: false, hasChanged: false, refused: [] };
    for (const [index, element] of elements.entries()) {
      const place = elements.length > 1 ? `payload[${index}]` : 'payload';
      if (has(element, 'lineId')) this.takeTelemetry(element, place, requests);
      else if (has(element, 'nodeId')) continue;
      else if (has(element, 'from') || has(element, 'to')) {
        if (isFit(PathQuestion, element, place, 'question', requests)) requests.questions.push(element as PathQuestion);
      } else if (isFit(PathCommand, element, place, 'command', requests)) this.takeCommand(element, place, requests);
    }
    return requests;
  }

  private takeTelemetry(element: unknown, place: string, requests: PathRequests): void {
    if (!isFit(LineTelemetry, element, place, 'telemetry', requests)) return;
    const { lineId, risk, inService } = element;
    const line = this.kindOf(lineId);
    if (!line) {
      const message = `${place}.lineId "${lineId.slice(0, 80)}" is no line of the network`;
      const remedy = 'send telemetry of lines of the network that the node names';
      requests.refused.push({ reason: 'unknown-line', message, place: `${place}.lineId`, remedy, original: element });
      return;
    }
    if (risk !== undefined && this.risk.get(lineId) !== risk) {
      this.risk.set(lineId, risk);
      requests.hasChanged = true;
    }
    // A tie or switch that is open may be closed.
    if (inService === undefined || line.kind === 'tie' || line.kind === 'switch') return;
    if (this.dead.has(lineId) !== inService) return;
    if (inService) this.dead.delete(lineId);
    else this.dead.add(lineId);
    requests.hasChanged = true;
  }

  private takeCommand(command: PathCommand, place: string, requests: PathRequests): void {
    const { optimize, outOfService, ...weights } = command;
    const next = { ...this.weights, ...weights };
    if (next.lossWeight === 0 && next.riskWeight === 0) {
      const message = `${place} makes both weights 0, and with that all ways alike`;
      const remedy = 'give lossWeight or riskWeight above 0';
      requests.refused.push({ reason: 'no-weight', message, place, remedy, original: command });
      return;
    }
    this.weights = next;
    if (outOfService) this.barred = outOfService;
    requests.isOptimizeAsked ||= optimize === true;
    requests.hasChanged = true;
  }
}

const has = (element: unknown, field: string) =>
  typeof element === 'object' && element !== null && !Array.isArray(element) && field in element;

function isFit<T extends typeof LineTelemetry | typeof PathCommand | typeof PathQuestion>(
  schema: T,
  element: unknown,
  place: string,
  what: keyof typeof REMEDY,
  { refused }: PathRequests,
): element is T['static'] {
  const error = Value.Errors(schema, element).First();
  if (!error) return true;
  const field = error.path.slice(1).replaceAll('/', '.').slice(0, 80);
  const at = field === '' ? place : `${place}.${field}`;
  refused.push({
    reason: `not-a-${what}`,
    message: `${at} is not what it should be: ${error.message}`,
    place: at,
    remedy: REMEDY[what],
    original: element,
  });
  return false;
}
