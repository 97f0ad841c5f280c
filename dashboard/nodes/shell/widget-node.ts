import type { Static, TObject } from '@sinclair/typebox';
import type { NodeConfig, NodeRed, RuntimeNode } from '../../../nodes/shell/node-red';
import { readSettings } from '../../../nodes/shell/settings';
import type { WidgetModel } from '../../lib/widget-model';
import type { Group } from './dashboard';
import type { WidgetDefinition } from './definition';
import { handedOver, widgets } from './registry';
import { Widget } from './widget';

type WidgetRed = NodeRed & { nodes: { getNode(id: unknown): unknown } };

/**
 * Registers a widget type. A widget with faulty settings, or in no group, stays on the canvas, says what is wrong and
 * gives every message to Catch.
 */
export function widgetNode<S extends TObject, Change>(
  definition: WidgetDefinition<S>,
  createModel: (settings: Static<S>) => WidgetModel<Change>,
): (red: NodeRed) => void {
  return (red) => {
    red.nodes.registerType(definition.type, function (this: RuntimeNode, config: NodeConfig) {
      red.nodes.createNode(this, config);
      let widget: Widget<S, Change>;
      try {
        widget = place(red as WidgetRed, this, config, definition, createModel);
      } catch (error) {
        this.status({ fill: 'red', shape: 'ring', text: 'see settings' });
        this.error(error as Error);
        this.on('input', (_message, _send, done) => done(error as Error));
        return;
      }
      run(this, widget);
    });
  };
}

/** Puts the widget into its group of the page. */
function place<S extends TObject, Change>(
  red: WidgetRed,
  node: RuntimeNode,
  config: NodeConfig,
  definition: WidgetDefinition<S>,
  createModel: (settings: Static<S>) => WidgetModel<Change>,
): Widget<S, Change> {
  const settings = readSettings(definition, config);
  const group = red.nodes.getNode(config.group) as Group | null;
  if (!group) throw new Error(`${definition.type}: it is in no group of a dashboard: open the node and choose one`);
  const widget = new Widget(node, group.getBase(), definition, createModel(settings));
  const before = handedOver.get(node.id) as Change | undefined;
  if (before !== undefined) widget.restore(before);
  handedOver.delete(node.id);
  // Dashboard would clone and store every message; it sees the node without its input, which we take ourselves.
  const withoutInput: RuntimeNode = Object.create(node, {
    on: { value: (event: 'close', listener: never) => (event as string) !== 'input' && node.on(event, listener) },
  });
  group.register(
    withoutInput,
    { ...config, ...settings },
    {
      onAction: true,
      // Nothing that a page sends goes out unchecked.
      onSend: () => undefined,
      onChange: () => undefined,
      beforeSend: (message) => {
        if (Widget.isChecked(message)) return message;
        throw new Error(`${definition.type}: a page sent what this widget does not send; it was dropped`);
      },
    },
  );
  return widget;
}

function run<S extends TObject, Change>(node: RuntimeNode, widget: Widget<S, Change>): void {
  const registered = widget as unknown as Widget;
  widgets.set(node.id, registered);
  node.on('input', (message, _send, done) => {
    try {
      widget.input(message);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  node.on('close', (removed, done) => {
    widget.close();
    if (widgets.get(node.id) === registered) widgets.delete(node.id);
    if (!removed) handedOver.set(node.id, widget.snapshot());
    done();
  });
}
