import type { Static, TObject } from '@sinclair/typebox';
import type { NodeDefinition } from '../../../nodes/shell/definition';

/**
 * A widget is a node whose one output sends what a person did on a page; that output's schema is held against everything
 * that comes from a browser.
 */
export interface WidgetDefinition<Settings extends TObject = TObject> extends NodeDefinition<Settings> {
  /** The settings that `msg.ui_update` can't change: those the server works with. */
  fixed: (keyof Static<Settings> & string)[];
}

export function defineWidget<Settings extends TObject>(
  definition: Omit<WidgetDefinition<Settings>, 'inputs' | 'color'>,
): WidgetDefinition<Settings> {
  // The colour of Dashboard 2.0's own display widgets.
  return { ...definition, inputs: 1, color: '#a0e6ec' };
}

/** `ui-grid-map` → `UiGridMap`: the component's name in its library. */
export function componentName(type: string): string {
  return type.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());
}
