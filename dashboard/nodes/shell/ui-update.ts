import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { NodeMessage } from '../../../nodes/shell/node-red';
import { expectation } from '../../../nodes/shell/settings';
import type { WidgetDefinition } from './definition';

/** What every widget of Dashboard 2.0 takes as properties of the message itself. */
const COMMON = { enabled: Type.Boolean(), visible: Type.Boolean(), class: Type.String() };

/** The properties that a message changes, checked like settings; what can't be changed is said, the rest is changed. */
export function readUiUpdate(
  definition: WidgetDefinition,
  message: NodeMessage,
): { changed: Record<string, unknown>; faults: string[] } {
  const changed: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, schema] of Object.entries(COMMON)) {
    if (Value.Check(schema, message[name])) changed[name] = message[name];
  }
  const update = message.ui_update;
  if (update === undefined) return { changed, faults };
  if (typeof update !== 'object' || update === null || Array.isArray(update)) {
    return { changed, faults: ['ui_update is not an object: give it settings by name'] };
  }
  for (const [name, value] of Object.entries(update)) {
    if (name === 'class' && typeof value === 'string') {
      changed.class = value;
      continue;
    }
    const schema = Object.hasOwn(definition.settings.properties, name) && definition.settings.properties[name];
    if (!schema || definition.fixed.includes(name)) {
      faults.push(`ui_update.${name} can't be changed: use ${changeable(definition).join(', ')}`);
    } else if (Value.Check(schema, value)) changed[name] = value;
    else faults.push(`ui_update.${name} must be ${expectation(schema)}, but is ${JSON.stringify(value)?.slice(0, 80)}`);
  }
  return { changed, faults };
}

function changeable(definition: WidgetDefinition): string[] {
  return Object.keys(definition.settings.properties).filter((name) => !definition.fixed.includes(name));
}
