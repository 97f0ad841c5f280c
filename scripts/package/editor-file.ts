import type { AnyNode } from 'acorn';
import { literalValue, properties, syntaxNodes } from './syntax';

/** One inline `RED.nodes.registerType('type', {…})`, read without running it, as package checkers do. */
export interface Registration {
  type: string;
  /** The values of the properties that are written as literals. */
  literals: Record<string, unknown>;
  /** Setting → its entry in `defaults`; undefined when `defaults` is not an inline object. */
  defaults: Record<string, { value?: unknown; type?: string }> | undefined;
  credentials: string[];
}

/** What is in the .html of a node. */
export interface EditorFile {
  registrations: Registration[];
  /** Node type → its form. */
  templates: Map<string, string>;
}

const JAVASCRIPT = /<script[^>]+type=['"]text\/javascript['"][^>]*>([\s\S]*?)<\/script>/gi;
const TEMPLATE = /<script[^>]+data-template-name=['"]([^'"]+)['"][^>]*>([\s\S]*?)<\/script>/gi;

/** @throws SyntaxError when a script block can't be parsed. */
export function readEditorFile(html: string): EditorFile {
  const scripts = [...html.matchAll(JAVASCRIPT)].map((match) => match[1]!);
  return {
    registrations: scripts.flatMap((script) => syntaxNodes(script).flatMap(registration)),
    templates: new Map([...html.matchAll(TEMPLATE)].map((match) => [match[1]!, match[2]!])),
  };
}

function registration(node: AnyNode): Registration[] {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return [];
  if ((node.callee.property as { name?: string }).name !== 'registerType') return [];
  const [type, definition] = node.arguments as AnyNode[];
  if (type?.type !== 'Literal' || definition?.type !== 'ObjectExpression') return [];
  const parts = new Map(properties(definition));
  const defaults = parts.get('defaults');
  return [
    {
      type: String(type.value),
      literals: Object.fromEntries(
        [...parts].filter(([, value]) => value.type === 'Literal').map(([name, value]) => [name, literalValue(value)]),
      ),
      defaults:
        defaults?.type === 'ObjectExpression' ? (literalValue(defaults) as Registration['defaults']) : undefined,
      credentials: credentialNames(parts.get('credentials')),
    },
  ];
}

function credentialNames(node: AnyNode | undefined): string[] {
  return node ? properties(node).map(([name]) => name) : [];
}
