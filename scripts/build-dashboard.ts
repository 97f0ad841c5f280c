import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';
import { componentName, type WidgetDefinition } from '../dashboard/nodes/shell/definition';
import { type PaletteHome, row } from './editor-html';
import { writeNodeAssets } from './node-assets';

/**
 * Builds the package in dashboard/: the server halves bundled into dist/ (nothing of the main package is needed at run
 * time), one UMD library a widget in resources/, the editor halves, and the lists of nodes and widgets in package.json.
 */
export async function buildDashboard(root: string): Promise<void> {
  const home = join(root, 'dashboard');
  const types = widgetTypes(home);
  for (const folder of ['dist', 'resources']) rmSync(join(home, folder), { recursive: true, force: true });
  // Vite is an ES module.
  const { build } = await import('vite');
  await build(serverConfig(home, types));
  for (const type of types) await build(await widgetConfig(home, type));
  for (const type of types) {
    writeNodeAssets(definitionOf(home, type), HOME, {
      source: join(home, 'nodes', type),
      icons: join(home, 'icons'),
      shellTexts: join(root, 'nodes/shell/locales'),
      target: join(home, 'dist', type),
    });
  }
  cpSync(join(root, 'resources/gridloom-editor.js'), join(home, 'resources/gridloom-editor.js'));
  listWidgets(home, types);
}

/** Every folder of dashboard/nodes/ that holds a schema.ts is a widget, named like the folder. */
export function widgetTypes(home: string): string[] {
  return readdirSync(join(home, 'nodes'))
    .filter((name) => existsSync(join(home, 'nodes', name, 'schema.ts')))
    .sort();
}

export function definitionOf(home: string, type: string): WidgetDefinition {
  return require(join(home, 'nodes', type, 'schema.ts')).definition;
}

const SIZE =
  '<button type="button" class="editor-button" id="node-input-size"></button>' +
  '<input type="hidden" id="node-input-width"><input type="hidden" id="node-input-height">';

const HOME: PaletteHome = {
  package: '@gridloom/node-red-dashboard-2-grid',
  category: 'dashboard 2',
  defaults: [
    "group: { type: 'ui-group', required: true }",
    'order: { value: 0 }',
    'width: { value: 0 }',
    'height: { value: 0 }',
    "className: { value: '' }",
  ],
  rows: [
    row(
      'node-input',
      'group',
      'shell.group',
      '<input type="text" id="node-input-group" style="width:calc(100% - 150px)">',
    ),
    row('node-input', 'size', 'shell.size', SIZE),
  ],
  prepare:
    " $('#node-input-size').elementSizer({ width: '#node-input-width', height: '#node-input-height', group: '#node-input-group' });",
};

const COMMON: InlineConfig = { configFile: false, logLevel: 'warn', publicDir: false };

/** The server halves share one chunk, and with it the list of widgets that run. */
function serverConfig(home: string, types: string[]): InlineConfig {
  const entries = types.map((type) => [`${type}/${type}`, join(home, 'nodes', type, `${type}.ts`)]);
  return {
    ...COMMON,
    root: home,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: join(home, 'dist'),
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: { ...Object.fromEntries(entries), 'grid-widgets': join(home, 'nodes/grid-widgets.ts') },
        external: [...builtinModules, /^node:/],
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'shared/[name].js', exports: 'auto' },
      },
    },
  };
}

/** Vue and Vuex are those of the page. */
async function widgetConfig(home: string, type: string): Promise<InlineConfig> {
  const { default: vue } = await import('@vitejs/plugin-vue');
  const { default: cssInjectedByJs } = await import('vite-plugin-css-injected-by-js');
  return {
    ...COMMON,
    root: home,
    plugins: [vue(), cssInjectedByJs()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: join(home, 'resources'),
      emptyOutDir: false,
      target: 'es2022',
      lib: {
        entry: join(home, 'widgets', type, 'index.ts'),
        name: type,
        formats: ['umd'],
        fileName: () => outputOf(type),
      },
      rolldownOptions: { external: ['vue', 'vuex'], output: { globals: { vue: 'Vue', vuex: 'vuex' } } },
    },
  };
}

function outputOf(type: string): string {
  return `${type}.umd.js`;
}

function listWidgets(home: string, types: string[]): void {
  const path = join(home, 'package.json');
  const text = readFileSync(path, 'utf8');
  const pkg = JSON.parse(text);
  pkg['node-red'].nodes = Object.fromEntries(types.map((type) => [type, `dist/${type}/${type}.js`]));
  pkg['node-red-dashboard-2'].widgets = Object.fromEntries(
    types.map((type) => [type, { output: outputOf(type), component: componentName(type) }]),
  );
  const updated = `${JSON.stringify(pkg, null, 2)}\n`;
  if (updated !== text) writeFileSync(path, updated);
  mkdirSync(join(home, 'resources'), { recursive: true });
}
