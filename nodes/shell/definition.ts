import type { Static, TObject, TSchema } from '@sinclair/typebox';

/** One output of a node. */
export interface OutputPort {
  /** The operator's port, e.g. `readings`; by convention the second output is `refused`. */
  name: string;
  /** What one element of the payload is. */
  schema: TSchema;
  /** True sends each value as a message of its own; otherwise the payload is an array of them. */
  single?: boolean;
}

/** How a setting that is not obvious from its schema is shown in the editor. */
export interface FieldHint {
  /** `json` opens the JSON editor; `lines` is a list typed in one entry a line; `config` chooses a configuration node. */
  control?: 'json' | 'lines' | 'config';
  /** Of the configuration node that a `config` control chooses. */
  type?: string;
}

/** A configuration of an older version, made into one of the next version. Self-contained: it also runs in the editor. */
export type Migration = (config: Record<string, unknown>) => Record<string, unknown>;

/**
 * The one schema of a node. Run-time checks, types, the editor's form, validation and defaults, and the help's list of
 * settings are all made from it.
 */
export interface NodeDefinition<Settings extends TObject = TObject> {
  /** `grid-…`: the type in flows; with spaces it is the name in the palette. */
  type: string;
  /** Version of the settings; starts at 1 and grows with every change that old flows must be migrated over. */
  version: number;
  /** `migrations[n]` makes a configuration of version n into one of version n + 1. */
  migrations?: Record<number, Migration>;
  /** True for a configuration node: others name it in a setting, and it has no place on the canvas. */
  isConfig?: boolean;
  color: string;
  inputs: 0 | 1;
  outputs: OutputPort[];
  /** An object schema; every property has a `default` and a `description`. */
  settings: Settings;
  fields?: Partial<Record<keyof Static<Settings> & string, FieldHint>>;
  /** The settings most users fill in; the others are folded away under "More". Without it, all are shown. */
  basic?: (keyof Static<Settings> & string)[];
  /** Names of secret settings: kept in Node-RED's encrypted credentials. */
  credentials?: Record<string, 'text' | 'password'>;
  /** What one element of the input's payload is. */
  accepts?: TSchema;
  /** Address below the admin root that shows what the settings, posted as JSON, would make of the data. */
  preview?: string;
}

/** Gives the definition its exact type; there is nothing else to it. */
export function defineNode<Settings extends TObject>(definition: NodeDefinition<Settings>): NodeDefinition<Settings> {
  return definition;
}
