import type { Static, TObject, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Refusal } from '../../../lib/messages';
import type { NodeMessage, RuntimeNode } from '../../../nodes/shell/node-red';
import type { WidgetModel } from '../../lib/widget-model';
import type { Base } from './dashboard';
import type { WidgetDefinition } from './definition';
import { readUiUpdate } from './ui-update';

/** Pages are told at most this often; what comes in between is merged. */
const MIN_GAP_MS = 100;
/** Marks a message of a page that has been checked; JSON from a browser can't carry it. */
const CHECKED = Symbol('checked');

/** The server half of one widget on one page group: takes messages, tells the open pages, answers those that open. */
export class Widget<S extends TObject = TObject, Change = unknown> {
  private toldMs = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private working: NodeJS.Immediate | undefined;

  constructor(
    readonly node: RuntimeNode,
    private readonly base: Base,
    private readonly definition: WidgetDefinition<S>,
    private readonly model: WidgetModel<Change>,
  ) {}

  /** @throws Error that lists what of the message could not be used; the rest has taken effect. */
  input(message: NodeMessage): void {
    if (message.reset) this.model.reset();
    const faults: string[] = this.update(message);
    if (message.payload !== undefined && !message.reset) {
      const refused = this.model.accept(message.payload);
      if (refused.length > 0) message.refused = refused;
      faults.push(...refused.map(inWords));
    }
    this.work();
    this.tell();
    if (faults.length > 0) throw new Error(summary(this.definition.type, faults));
  }

  /** What a page that opens, or comes back, is given. */
  load(): object {
    return { payload: this.model.snapshot() };
  }

  /** A message from a page, made of what was checked and nothing else; undefined when it is not one of ours. */
  action(message: unknown): object | undefined {
    const payload = (message as NodeMessage | null)?.payload;
    const schema = this.definition.outputs[0]!.schema as TSchema;
    if (!Value.Check(schema, payload)) return undefined;
    return { payload: Value.Clean(schema, structuredClone(payload)), [CHECKED]: true };
  }

  static isChecked(message: object): boolean {
    return CHECKED in message;
  }

  snapshot(): Change {
    return this.model.snapshot();
  }

  restore(snapshot: Change): void {
    this.model.restore(snapshot);
    this.work();
  }

  close(): void {
    clearTimeout(this.timer);
    clearImmediate(this.working);
  }

  /** Dynamic properties: `enabled`, `visible` and `class` as with every widget, the settings by `ui_update`. */
  private update(message: NodeMessage): string[] {
    const { changed, faults } = readUiUpdate(this.definition as unknown as WidgetDefinition, message);
    const properties = Object.entries(changed);
    for (const [name, value] of properties) this.base.stores.state.set(this.base, this.node, message, name, value);
    if (properties.length > 0) this.emit({ ...changed, ui_update: changed });
    return faults;
  }

  /** Longer work of the model goes on in slices, so that messages get their turn. */
  private work(): void {
    if (this.working || !this.model.work) return;
    this.working = setImmediate(() => {
      this.working = undefined;
      if (this.model.work?.()) this.work();
      else this.tell();
    });
  }

  private tell(): void {
    if (this.timer) return;
    const waitMs = this.toldMs + MIN_GAP_MS - performance.now();
    if (waitMs > 0) {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.tell();
      }, waitMs);
      return;
    }
    const change = this.model.changes();
    if (change === undefined) return;
    this.toldMs = performance.now();
    this.emit({ payload: change });
  }

  private emit(message: object): void {
    this.base.emit(`msg-input:${this.node.id}`, message, this.node);
  }
}

export type WidgetSettings<D> = D extends WidgetDefinition<infer S> ? Static<S> : never;

function inWords({ place, message, remedy }: Refusal): string {
  return `${place ? `${place}: ` : ''}${message}: ${remedy}`;
}

function summary(type: string, faults: string[]): string {
  const more = faults.length > 3 ? `; and ${faults.length - 3} more, all in msg.refused` : '';
  return `${type}: ${faults.slice(0, 3).join('; ')}${more}`;
}
