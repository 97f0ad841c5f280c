import type { GridMapUpdate, NodeTelemetry, Operator, Refusal } from '../messages';
import type { LiveNetwork } from '../network/live';
import { MapPicture } from './map-picture';
import { Names } from './names';
import { isRefusal, type PageMessage, readPageMessage } from './page-message';
import { PageState } from './page-state';
import { nowOf, trendsOf } from './page-tells';
import type { OperationsNow, OperationsTrends } from './page-view';

export interface OperationsPagePorts {
  now: OperationsNow;
  trends: OperationsTrends;
  map: GridMapUpdate;
  refused: Refusal;
}

/**
 * What the page of grid operations shows, from the messages of all its nodes: they come in any order and are told apart by
 * their fields. `process` keeps, `told` gives what has changed; what is empty asks for everything.
 */
export class OperationsPage implements Operator<unknown, OperationsPagePorts> {
  private readonly names: Names;
  private readonly picture = new MapPicture();
  private state: PageState;
  /** What was told last, as text. */
  private said = { now: '', trends: '' };

  constructor(private readonly network: LiveNetwork) {
    this.names = new Names(network);
    this.state = new PageState(this.names);
  }

  process(batch: readonly unknown[], nowMs: number) {
    const refused: Refusal[] = [];
    const nodes: NodeTelemetry[] = [];
    const others: Exclude<PageMessage, { kind: 'node' | 'again' }>[] = [];
    for (const [index, element] of batch.entries()) {
      if (isRequest(element)) {
        this.forgetSaid();
        continue;
      }
      const read = readPageMessage(element, batch.length > 1 ? `payload[${index}]` : 'payload');
      if (isRefusal(read)) refused.push(read);
      else if (read.kind === 'node') nodes.push(read.value);
      else if (read.kind === 'again') this.said = { now: '', trends: '' };
      else others.push(read);
    }
    if (nodes.length > 0) this.state.takeNodes(nodes);
    for (const other of others) this.state.take(other, nowMs);
    return refused.length === 0 ? undefined : { refused };
  }

  /** A node failed: what it said before of a network that is another one now counts no more. */
  failed(type: string, text: string, nowMs: number): void {
    this.state.messages.add(`${type}: ${text}`, nowMs);
    // Where it only says that nodes are not fed, its report is of the rest.
    if (type === 'grid-power-flow' && !this.state.powerFlow?.unfed) this.state.powerFlow = undefined;
  }

  /** What has changed since the last call. */
  told(): { now?: OperationsNow[]; trends?: OperationsTrends[]; map?: GridMapUpdate[] } {
    const { network, names, state } = this;
    const map = this.picture.update({ network, ...state });
    return {
      ...this.news('now', nowOf(state, network, names)),
      ...this.news('trends', trendsOf(state, names)),
      ...(map ? { map: [map] } : {}),
    };
  }

  reset(): void {
    this.state = new PageState(this.names);
    this.forgetSaid();
  }

  snapshot(): unknown {
    return this.state.snapshot();
  }

  restore(state: unknown): void {
    this.reset();
    this.state.restore(state);
  }

  private forgetSaid(): void {
    this.said = { now: '', trends: '' };
    this.picture.forget();
  }

  private news<K extends 'now' | 'trends'>(port: K, view: OperationsPagePorts[K]) {
    const text = JSON.stringify(view);
    if (text === this.said[port]) return {};
    this.said[port] = text;
    return { [port]: [view] } as { [P in K]: OperationsPagePorts[P][] };
  }
}

function isRequest(element: unknown): boolean {
  if (element === undefined || element === null || typeof element === 'number' || element === '') return true;
  return typeof element === 'object' && Object.keys(element).length === 0;
}
