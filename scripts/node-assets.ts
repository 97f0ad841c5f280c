import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeDefinition } from '../nodes/shell/definition';
import { editorHtml, type NodeTexts, type PaletteHome } from './editor-html';

const LANGUAGES = ['en-US', 'de'];

/** Where the sources of one node lie, and where what the editor loads of it goes. */
export interface NodeFolders {
  /** Holds `locales/`. */
  source: string;
  icons: string;
  /** The texts that all forms share, one JSON a language. */
  shellTexts: string;
  target: string;
}

/** The editor half of one node: form, icon, texts and help in every language. */
export function writeNodeAssets(definition: NodeDefinition, home: PaletteHome, folders: NodeFolders): void {
  const { type } = definition;
  const { source, target } = folders;
  mkdirSync(join(target, 'icons'), { recursive: true });
  writeFileSync(join(target, `${type}.html`), editorHtml(definition, `${type}.svg`, home));
  cpSync(join(folders.icons, `${type}.svg`), join(target, 'icons', `${type}.svg`));
  for (const language of LANGUAGES) {
    const texts = JSON.parse(readFileSync(join(source, 'locales', language, `${type}.json`), 'utf8')) as NodeTexts;
    const shell = JSON.parse(readFileSync(join(folders.shellTexts, `${language}.json`), 'utf8'));
    mkdirSync(join(target, 'locales', language), { recursive: true });
    writeFileSync(join(target, 'locales', language, `${type}.json`), JSON.stringify({ ...texts, shell }));
    const help = readFileSync(join(source, 'locales', language, `${type}.md`), 'utf8');
    writeFileSync(
      join(target, 'locales', language, `${type}.html`),
      `<script type="text/markdown" data-help-name="${type}">\n${fillHelp(help, definition, texts)}\n</script>\n`,
    );
  }
}

/** `{{settings}}` and `{{outputs}}` of a help text become the lists that the schema and the locale give. */
function fillHelp(help: string, definition: NodeDefinition, texts: NodeTexts): string {
  const of = (kind: 'settings' | 'outputs', name: string) => {
    const text = texts[kind]?.[name];
    if (text) return text;
    throw new Error(`${definition.type}/locales: "${kind}.${name}" is missing: give it a label and a help`);
  };
  const settings = Object.entries(definition.settings.properties).map(([name, schema]) => {
    const { label, help } = of('settings', name);
    return `: ${label} (${schema.type ?? 'string'}) : ${help}`;
  });
  const secrets = Object.keys(definition.credentials ?? {}).map((name) => {
    const { label, help } = of('settings', name);
    return `: ${label} (string) : ${help}`;
  });
  const outputs = definition.outputs.map(({ name, single }, index) => {
    const { label, help } = of('outputs', name);
    return `${index + 1}. ${label}\n: payload (${single ? 'object' : 'array'}) : ${help}\n`;
  });
  // By function, because a text may hold a `$`.
  return help
    .replace('{{settings}}', () => [...settings, ...secrets].join('\n'))
    .replace('{{outputs}}', () => outputs.join('\n'))
    .replace(/^(: [^:\n]+\([^:\n]+\) : )(.*)$/gm, (_entry, head: string, text: string) => head + listText(text));
}

/** A text for the editor's lists, in which a colon would end an entry: it is written as an entity, also within code. */
function listText(text: string): string {
  return text.replace(/`([^`]*)`|:/g, (whole, code?: string) => {
    if (code === undefined) return '&#58;';
    if (!code.includes(':')) return whole;
    const escaped = code.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `<code>${escaped.replaceAll(':', '&#58;')}</code>`;
  });
}
