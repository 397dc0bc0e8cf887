/** `npm run package`: dist/kijabi-<version>.vsix, without node_modules, under the size we promise. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MOST_BYTES = 3 * 1024 * 1024;

/** Packs what .vscodeignore lets through and gives the file's path. */
export function packageExtension(): string {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const file = path.join(ROOT, 'dist', `kijabi-${version}.vsix`);
  const vsce = path.join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const packed = spawnSync(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license', '--out', file],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (packed.status !== 0) throw new Error(`vsce package failed\n${packed.stdout}${packed.stderr}`);
  const bytes = statSync(file).size;
  if (bytes > MOST_BYTES) throw new Error(`${file} has ${bytes} bytes: more than ${MOST_BYTES}`);
  return file;
}

if (process.argv[1] === import.meta.filename) {
  const file = packageExtension();
  console.log(`${path.relative(ROOT, file)} (${(statSync(file).size / 1024 / 1024).toFixed(2)} MB)`);
}
