/** Runs every *.test.ts below the given folders (default: all but the VS Code ring) with Node's own test runner. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const SKIPPED = new Set(['node_modules', 'vscode', 'recorder', 'fixtures']);
const roots = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));

function testsBelow(place) {
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : testsBelow(path.join(place, entry.name));
    return entry.name.endsWith('.test.ts') ? [path.join(place, entry.name)] : [];
  });
}

const files = (roots.length > 0 ? roots : ['test']).flatMap(testsBelow).sort();
if (files.length === 0) {
  console.error('no tests found');
  process.exit(1);
}
mkdirSync('out', { recursive: true });
const reporters = [
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  '--test-reporter=./test/count-reporter.mjs',
  '--test-reporter-destination=out/unit-counts.json',
];
const run = spawnSync(process.execPath, ['--import', 'tsx', '--test', ...reporters, ...flags, ...files], { stdio: 'inherit' });
process.exit(run.status ?? 1);
