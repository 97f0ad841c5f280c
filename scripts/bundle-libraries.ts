import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A source file that hands on other packages and takes them with it into the build. */
interface Bundle {
  /** Below the root, without extension. */
  module: string;
  /** Everything that ends up in it, with what its license asks to be handed on. */
  licenses: Record<string, string[]>;
  notice: string;
  /** Below node_modules: what it loads at run time from beside it. */
  assets?: string[];
}

const BUNDLES: Bundle[] = [
  {
    // ECharts is 60 MB of files, of which the report needs 0.6 MB.
    module: 'lib/report/echarts',
    licenses: {
      echarts: ['LICENSE', 'NOTICE', 'licenses/LICENSE-d3'],
      zrender: ['LICENSE'],
      tslib: ['LICENSE.txt'],
    },
    notice: `/*!
 * Holds Apache ECharts, licensed to the Apache Software Foundation (ASF) under the Apache License, Version 2.0
 * (http://www.apache.org/licenses/LICENSE-2.0), zrender (BSD-3-Clause) and tslib (0BSD), minified and otherwise
 * unchanged. Their licenses and notices: echarts.LICENSES.txt
 */`,
  },
  {
    module: 'lib/network/live/graphology',
    licenses: { graphology: ['LICENSE.txt'] },
    notice: '/*! Holds graphology (MIT), minified and otherwise unchanged. Its license: graphology.LICENSES.txt */',
  },
  {
    module: 'lib/paths/highs',
    licenses: { highs: ['LICENSE'] },
    notice:
      '/*! Holds highs (MIT), HiGHS as WebAssembly, minified and otherwise unchanged. Its license: highs.LICENSES.txt */',
    assets: ['highs/build/highs.wasm'],
  },
  {
    // Installed, it is 50 MB of files, most of them of libraries that it needs little of.
    module: 'lib/forecast/date-holidays',
    licenses: {
      'date-holidays': ['LICENSE'],
      'date-holidays-parser': ['LICENSE'],
      astronomia: ['LICENSE'],
      caldate: ['LICENSE'],
      'date-bengali-revised': ['LICENSE'],
      'date-chinese': ['LICENSE'],
      'date-easter': ['LICENSE'],
      deepmerge: ['license.txt'],
      'jalaali-js': ['LICENSE'],
      moment: ['LICENSE'],
      'moment-timezone': ['LICENSE'],
    },
    notice: `/*!
 * Holds date-holidays (ISC), whose rules of holidays are data under CC BY-SA 3.0
 * (https://creativecommons.org/licenses/by-sa/3.0/), gathered from Wikipedia by its authors, and the libraries it needs
 * (MIT, ISC), minified and otherwise unchanged.
 * Their licenses: date-holidays.LICENSES.txt
 */`,
  },
];

/**
 * Puts bundles that need no other package in the place of compiled files, so that these libraries are no dependencies of
 * an install. Their licenses lie beside them.
 */
export async function bundleLibraries(root: string): Promise<void> {
  for (const bundle of BUNDLES) await write(root, bundle);
}

async function write(root: string, { module, licenses, notice, assets = [] }: Bundle): Promise<void> {
  const target = join(root, 'dist', dirname(module));
  const name = basename(module);
  const texts = Object.entries(licenses).flatMap(([library, files]) =>
    files.map(
      (file) => `${library}, ${file}\n\n${readFileSync(join(root, 'node_modules', library, file), 'utf8').trim()}\n`,
    ),
  );
  writeFileSync(join(target, `${name}.LICENSES.txt`), texts.join(`\n${'-'.repeat(80)}\n\n`));
  for (const asset of assets) copyFileSync(join(root, 'node_modules', asset), join(target, basename(asset)));
  // Vite is an ES module.
  const { build } = await import('vite');
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    root,
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: target,
      emptyOutDir: false,
      target: 'node20',
      minify: true,
      rolldownOptions: {
        input: join(root, `${module}.ts`),
        output: { format: 'cjs', entryFileNames: `${name}.js` },
      },
    },
  });
  // The minifier drops every comment.
  const path = join(target, `${name}.js`);
  writeFileSync(path, `${notice}\n${readFileSync(path, 'utf8')}`);
}
