import { Value } from '@sinclair/typebox/value';
import { type Emission, NetworkChange, type Operator, type Refusal } from '../../messages';
import { partsOf } from '../checks/islands';
import { NetworkFault } from '../importers';
import type { LiveNetwork } from './live-network';
import { type LiveTopology, liveTopology } from './live-topology';

export interface NetworkChangePorts {
  network: LiveTopology;
  refused: Refusal;
}

/** A network of thousands of nodes is a large message: changes that come faster are told together. */
const LEAST_MS = 1000;
const REMEDY = 'send { lineId, inService }, { nodeId, loadMw, generationMw }, or a list of them';
const [LineChange, PowerChange] = NetworkChange.anyOf;

/**
 * Applies changes to a network that others share, and tells how it is: when asked, at the start, and when it has changed,
 * whoever did that, at most once a second. An element is a change, a list of changes, or either as JSON (text or bytes);
 * what is empty, or a number as an inject node sends it, asks for the network. The state is that of the network: `reset`
 * makes it the original one, and there is none to keep here.
 */
export class NetworkChanges implements Operator<unknown, NetworkChangePorts> {
  private sentRevision = -1;
  private sentMs = Number.NEGATIVE_INFINITY;
  private counted: { revision: number; islands: number; changed: number } | undefined;
  private readonly originalIslands: number;

  constructor(private readonly network: LiveNetwork) {
    this.originalIslands = partsOf(network.original).length;
  }

  process(batch: readonly unknown[], nowMs: number): Emission<NetworkChangePorts> {
    const refused: Refusal[] = [];
    let isAsked = batch.length === 0;
    this.network.together(() => {
      for (const [index, element] of batch.entries()) {
        const place = batch.length > 1 ? `payload[${index}]` : 'payload';
        for (const change of readable(element, place, refused)) {
          if (isRequest(change.value)) isAsked = true;
          else this.apply(change, refused);
        }
      }
    });
    const isDue = isAsked || (this.hasNews() && nowMs - this.sentMs >= LEAST_MS);
    return { ...(isDue ? this.told(nowMs) : {}), refused };
  }

  tick(nowMs: number): Emission<NetworkChangePorts> | undefined {
    return this.hasNews() ? this.told(nowMs) : undefined;
  }

  reset(): void {
    this.network.reset();
  }

  snapshot = () => null;
  restore = () => undefined;

  /** Parts that no line in service joins, how many more than in the original, and nodes and lines that are changed. */
  counts(): { islands: number; more: number; changed: number } {
    const { revision } = this.network;
    if (this.counted?.revision !== revision) {
      const changed = this.network.differentLines().length + this.network.differentNodes().length;
      this.counted = { revision, islands: partsOf(this.network.model).length, changed };
    }
    const { islands, changed } = this.counted;
    return { islands, more: Math.max(0, islands - this.originalIslands), changed };
  }

  private hasNews(): boolean {
    return this.network.revision !== this.sentRevision;
  }

  private told(nowMs: number): Emission<NetworkChangePorts> {
    this.sentRevision = this.network.revision;
    this.sentMs = nowMs;
    return { network: [liveTopology(this.network.model)] };
  }

  private apply({ value, place }: Element, refused: Refusal[]): void {
    const fault = faultOf(value);
    if (fault) {
      refused.push({
        reason: 'not-a-change',
        message: fault.message,
        ...at(place, fault.field),
        remedy: REMEDY,
        original: value,
      });
      return;
    }
    try {
      this.network.apply(value as NetworkChange);
    } catch (error) {
      if (!(error instanceof NetworkFault)) throw error;
      const reason = error.place.endsWith('Id') ? 'unknown-id' : 'impossible-power';
      const message = `${error.place} ${error.problem}`;
      refused.push({ reason, message, ...at(place, error.place), remedy: error.remedy, original: value });
    }
  }
}

interface Element {
  value: unknown;
  place: string;
}

/** The changes in an element; JSON that can't be read is refused. */
function readable(element: unknown, place: string, refused: Refusal[]): Element[] {
  let value = element;
  if (element instanceof Uint8Array || typeof element === 'string') {
    const text = typeof element === 'string' ? element : new TextDecoder().decode(element);
    try {
      value = text.trim() === '' ? undefined : JSON.parse(text);
    } catch (error) {
      const message = `this is no JSON: ${(error as Error).message.slice(0, 200)}`;
      refused.push({ reason: 'not-json', message, place, remedy: REMEDY, original: element });
      return [];
    }
  }
  if (!Array.isArray(value) || value.length === 0) return [{ value, place }];
  return value.map((one, index) => ({ value: one, place: `${place}[${index}]` }));
}

function isRequest(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'number') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function faultOf(value: unknown): { message: string; field: string } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { message: 'this is no change of a network', field: '' };
  }
  const isLine = 'lineId' in value;
  const error = Value.Errors(isLine ? LineChange! : PowerChange!, value).First();
  if (error) {
    const field = error.path.slice(1).replaceAll('/', '.').slice(0, 80);
    return { message: `${field || 'this'} is not what it should be: ${error.message}`, field };
  }
  if (isLine || 'loadMw' in value || 'generationMw' in value) return undefined;
  return { message: 'nothing of the node changes', field: 'loadMw' };
}

const at = (place: string, field: string) => ({ place: field === '' ? place : `${place}.${field}` });
