import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';

/** A node's editor half, as registered by its generated script. */
export interface EditorHalf {
  category: string;
  color: string;
  inputs: number;
  outputs: number;
  icon: string;
  defaults: Record<string, { value: unknown; validate?(this: object, value: unknown): true | string }>;
  label(this: object): string;
  oneditprepare(this: object): void;
  oneditsave(this: object): void;
}

const SHARED_HALF = resolve(__dirname, '../../resources/gridloom-editor.js');
const SCRIPT = /<script type="text\/javascript">([\s\S]*?)<\/script>/g;

/** Runs a node's generated .html without a browser; `shown` gets what the form's fields are set to. */
export function loadEditorHalf(html: string, shown: Map<string, unknown> = new Map()): EditorHalf {
  let registered: EditorHalf | undefined;
  const field = (selector: string) => ({
    val: (value: unknown) => shown.set(selector.replace('#node-input-', ''), value),
    prop: (_name: string, value: unknown) => shown.set(selector.replace('#node-input-', ''), value),
    typedInput: () => undefined,
  });
  const globals: Record<string, unknown> = {
    $: field,
    RED: { nodes: { registerType: (_type: string, definition: EditorHalf) => (registered = definition) } },
  };
  globals.window = globals;
  const context = createContext(globals);
  runInContext(readFileSync(SHARED_HALF, 'utf8'), context);
  for (const [, script] of html.matchAll(SCRIPT)) runInContext(script!, context);
  if (!registered) throw new Error('the script registers no node type');
  return registered;
}

/** The generated editor half of `type` in the built tree at `root`. */
export function editorHtmlOf(root: string, type: string): string {
  return readFileSync(join(root, 'dist/nodes', type, `${type}.html`), 'utf8');
}
