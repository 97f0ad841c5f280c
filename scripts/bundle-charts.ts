import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that ends up in the bundle, with what its license asks to be handed on. */
const LICENSES = {
  echarts: ['LICENSE', 'NOTICE', 'licenses/LICENSE-d3'],
  zrender: ['LICENSE'],
  tslib: ['LICENSE.txt'],
};

const NOTICE = `/*!
 * Holds Apache ECharts, licensed to the Apache Software Foundation (ASF) under the Apache License, Version 2.0
 * (http://www.apache.org/licenses/LICENSE-2.0), zrender (BSD-3-Clause) and tslib (0BSD), minified and otherwise
 * unchanged. Their licenses and notices: echarts.LICENSES.txt
 */`;

/**
 * Puts a bundle that needs no other package in the place of the compiled lib/report/echarts.ts: ECharts is 60 MB of
 * files, of which the report needs 0.6 MB. Its licenses lie beside it.
 */
export async function bundleCharts(root: string): Promise<void> {
  const target = join(root, 'dist/lib/report');
  const licenses = Object.entries(LICENSES).flatMap(([name, files]) =>
    files.map((file) => `${name}, ${file}\n\n${readFileSync(join(root, 'node_modules', name, file), 'utf8').trim()}\n`),
  );
  writeFileSync(join(target, 'echarts.LICENSES.txt'), licenses.join(`\n${'-'.repeat(80)}\n\n`));
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
        input: join(root, 'lib/report/echarts.ts'),
        output: { format: 'cjs', entryFileNames: 'echarts.js' },
      },
    },
  });
  // The minifier drops every comment.
  const bundle = join(target, 'echarts.js');
  writeFileSync(bundle, `${NOTICE}\n${readFileSync(bundle, 'utf8')}`);
}
