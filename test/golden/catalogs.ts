import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const SCHEMAS = path.join(import.meta.dirname, '..', '..', 'schemas');

/** Makes the catalogs that verdicts and fresh manifests need, where a fresh clone has none yet. Gives what is wrong, in one line. */
export function makeCatalogs(): string | undefined {
  if (existsSync(path.join(SCHEMAS, 'dist', 'stamp.json'))) return undefined;
  console.error('making the catalogs of the Kubernetes versions (half a minute, once) …');
  const command = ['--import', 'tsx', path.join(SCHEMAS, 'build.ts')];
  const made = spawnSync(process.execPath, command, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (made.status === 0) return undefined;
  const [reason] = made.stderr.split('\n').filter((line) => /^\w*Error: /.test(line));
  return `the catalogs could not be made; npm run schemas tells why${reason === undefined ? '' : ` (${reason})`}`;
}
