/** Bundles everything that ships into dist/. `--watch` rebuilds on change. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type BuildOptions, build, context } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const production = process.env.NODE_ENV === 'production' || process.argv.includes('--production');
const common: BuildOptions = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  loader: { '.md': 'text' },
  define: {
    'process.env.KIJABI_VERSION': JSON.stringify(version),
    'process.env.NODE_ENV': JSON.stringify(production ? 'production' : 'development'),
  },
};
// What an ES module says of its own place has another name in CommonJS.
const node: BuildOptions = {
  ...common,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  define: { ...common.define, 'import.meta.dirname': '__dirname' },
};

const bundles: readonly BuildOptions[] = [
  { ...node, entryPoints: { server: 'server/src/lsp/main.ts' } },
  { ...node, entryPoints: { cli: 'server/src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  { ...node, entryPoints: { 'simulator-worker': 'server/src/lsp/simulator-worker.ts' } },
  { ...node, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'] },
  {
    ...common,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryPoints: { webview: 'client/webview/main.tsx' },
  },
];

// The sources are ES modules; VS Code's extension host and a plain `node dist/server.js` want CommonJS.
mkdirSync('dist', { recursive: true });
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');

for (const options of bundles) {
  const entry = Object.values(options.entryPoints as Record<string, string>)[0] ?? '';
  if (!existsSync(entry)) throw new Error(`build: no ${entry}`);
  const full = { ...options, outdir: 'dist' };
  if (process.argv.includes('--watch')) await (await context(full)).watch();
  else await build(full);
}
