import type { DashboardHooks, PluginRed } from './shell/dashboard';
import { widgets } from './shell/registry';

/**
 * Dashboard asks plugins what to give a page that opens, and what to make of what a page sends. A hook that throws would
 * end the process, so neither does.
 */
const hooks: DashboardHooks = {
  onLoad: (_connection, widgetId, message) => widgets.get(widgetId)?.load() ?? message,
  onAction: (_connection, widgetId, message) => {
    const widget = widgets.get(widgetId);
    return widget ? widget.action(message) : message;
  },
};

export default function register(red: PluginRed): void {
  red.plugins.registerPlugin('grid-widgets', { type: 'node-red-dashboard-2', hooks });
}
