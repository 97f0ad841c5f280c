import type { NodeMessage, RuntimeNode } from '../../../nodes/shell/node-red';

/** The part of Dashboard 2.0's API that the widgets use (@flowfuse/node-red-dashboard, nodes/config/ui_base.js). */

export interface Base {
  /** To every open page. */
  emit(event: string, message: object, node: RuntimeNode): void;
  stores: {
    state: { set(base: Base, node: RuntimeNode, message: NodeMessage, property: string, value: unknown): void };
  };
}

export interface WidgetEvents {
  onAction: true;
  onSend(): void;
  onChange(): void;
  beforeSend(message: NodeMessage): NodeMessage;
}

export interface Group {
  register(node: RuntimeNode, config: object, events: WidgetEvents): void;
  getBase(): Base;
}

/** Hooks of a plugin of type `node-red-dashboard-2`; what a hook returns takes the place of the message. */
export interface DashboardHooks {
  onLoad(connection: unknown, widgetId: string, message: unknown, state: unknown): unknown;
  onAction(connection: unknown, widgetId: string, message: unknown): unknown;
}

export interface PluginRed {
  plugins: { registerPlugin(id: string, plugin: { type: 'node-red-dashboard-2'; hooks: DashboardHooks }): void };
}
