import type { Static, TObject } from '@sinclair/typebox';
import type { NodeDefinition } from './definition';
import type { NodeConfig, NodeRed } from './node-red';
import { readSettings } from './settings';

/** What the editor shows of the input of a node before it is deployed. */
export interface Preview {
  notes: string[];
  columns?: { name: string; role: string }[];
  rows?: string[][];
}

/** Serves the preview of a node: `look` reads the settings as they stand in the form; what it throws becomes a note. */
export function servePreview<S extends TObject>(
  { httpAdmin, auth }: NodeRed,
  definition: NodeDefinition<S>,
  look: (settings: Static<S>) => Promise<Preview>,
): void {
  const allow = auth?.needsPermission('flows.write') ?? ((_request, _response, next) => next?.());
  const preview = async (body: unknown): Promise<Preview> => {
    if (typeof body !== 'object' || body === null) return { notes: ['the settings are missing'] };
    return look(readSettings(definition, body as NodeConfig));
  };
  httpAdmin?.post(`/${definition.preview}`, allow, (request, response) => {
    preview(request.body).then(
      (result) => response.json(result),
      (error: Error) => response.json({ notes: [error.message] }),
    );
  });
}
