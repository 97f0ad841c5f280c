import { posix } from 'node:path';
import { type Registration, readEditorFile } from './editor-file';
import type { Packed } from './packed';

export const LANGUAGES = ['en-US', 'de'];

/** One entry of `node-red.nodes` in package.json. */
export interface PackedNode {
  /** The entry's key: the name of the node set. */
  set: string;
  /** The runtime half, as package.json names it. */
  file: string;
  folder: string;
  /** The editor half, beside it. */
  html: string;
  /** Empty when the editor half is missing or can't be read; rule G02 says so. */
  registrations: Registration[];
  templates: Map<string, string>;
}

export function packedNodes(packed: Packed): PackedNode[] {
  return Object.entries(packed.manifest['node-red']?.nodes ?? {}).map(([set, file]) => {
    const html = file.replace(/\.js$/, '.html');
    return { set, file, folder: posix.dirname(file), html, ...readOrNothing(packed, html) };
  });
}

/** Every registered type of the package with the node set it belongs to. */
export function packedTypes(packed: Packed): { node: PackedNode; registration: Registration }[] {
  return packedNodes(packed).flatMap((node) => node.registrations.map((registration) => ({ node, registration })));
}

function readOrNothing(packed: Packed, html: string) {
  try {
    return readEditorFile(packed.read(html));
  } catch {
    return { registrations: [], templates: new Map<string, string>() };
  }
}
