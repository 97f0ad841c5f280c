import type { Widget } from './widget';

/** The widgets that run, by node id, for the plugin that Dashboard asks when a page opens or sends something. */
export const widgets = new Map<string, Widget>();

/** What widgets showed when a deploy closed them, until they run again. */
export const handedOver = new Map<string, unknown>();
