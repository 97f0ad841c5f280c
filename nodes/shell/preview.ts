import type { Static, TObject } from '@sinclair/typebox';
import type { NodeDefinition } from './definition';
import type { NodeConfig, NodeRed } from './node-red';
import { readSettings } from './settings';

/** Text as it stands, or the key of one in the texts of the node, which the editor has in its language. */
export type Phrase = string | { key: string; values?: Record<string, string | number> };

/** `alert` is what somebody should look at, `faint` what does not count. */
export type Tone = 'plain' | 'strong' | 'faint' | 'alert';

/** A drawing: lines below circles, in units of its own, y downwards. `title` is shown under the mouse. */
export interface Figure {
  width: number;
  height: number;
  lines: { x1: number; y1: number; x2: number; y2: number; tone: Tone; title?: string }[];
  circles: { x: number; y: number; radius: number; tone: Tone; title?: string }[];
  caption: Phrase[];
}

/** What the editor shows of the input of a node before it is deployed. Texts are shown as text, never as markup. */
export interface Preview {
  notes: Phrase[];
  figure?: Figure;
  columns?: { name: Phrase; role?: string; wraps?: boolean }[];
  rows?: Phrase[][];
  /** Settings, as the form keeps them, that a button "Edit here" puts into it. */
  takeOver?: Record<string, string>;
}

const VARIABLE = /^\$\{(\S+)\}$/;

/** Serves the preview of a node: `look` reads the settings as they stand in the form; what it throws becomes a note. */
export function servePreview<S extends TObject>(
  red: NodeRed,
  definition: NodeDefinition<S>,
  look: (settings: Static<S>) => Promise<Preview>,
): void {
  const { httpAdmin, auth } = red;
  const allow = auth?.needsPermission('flows.write') ?? ((_request, _response, next) => next?.());
  const preview = async (body: unknown): Promise<Preview> => {
    if (typeof body !== 'object' || body === null) return { notes: ['the settings are missing'] };
    return look(readSettings(definition, withVariables(red, body as NodeConfig)));
  };
  httpAdmin?.post(`/${definition.preview}`, allow, (request, response) => {
    preview(request.body).then(
      (result) => response.json(result),
      (error: Error) => response.json({ notes: [error.message] }),
    );
  });
}

/** Variables of the environment in place of `${NAME}`, as the runtime puts them there when the node is deployed. */
function withVariables({ nodes, util }: NodeRed, config: NodeConfig): NodeConfig {
  const entries = Object.entries(config).map(([field, typed]) => {
    const name = typeof typed === 'string' ? VARIABLE.exec(typed)?.[1] : undefined;
    return [field, (name && util?.getSetting(nodes.getNode(config.id), name)) ?? typed];
  });
  return Object.fromEntries(entries);
}
