/** `npm run schemas`: the catalogs of all known versions into schemas/dist, the API's TypeScript types into server/src/core/generated. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeVersion, indexTexts } from './encode.ts';
import { readOverlay } from './overlay.ts';
import type { Source } from './tarball.ts';
import { readVersions } from './versions.ts';
import { writeApi } from './write-api.ts';

const HERE = import.meta.dirname;
const ROOT = path.dirname(HERE);
const DIST = path.join(HERE, 'dist');
const STAMP = path.join(DIST, 'stamp.json');
const API = path.join(ROOT, 'server/src/core/generated/api.ts');

/** What the output depends on: the sources, the facts, and the program itself. */
function inputsHash(): string {
  const hash = createHash('sha256');
  const overlays = readdirSync(path.join(HERE, 'overlay')).map((name) => `overlay/${name}`);
  const programs = readdirSync(HERE).filter((name) => name.endsWith('.ts') || name.endsWith('.json'));
  for (const name of [...overlays, ...programs].sort()) hash.update(name).update(readFileSync(path.join(HERE, name)));
  return hash.digest('hex');
}

function write(name: string, content: unknown): void {
  writeFileSync(path.join(DIST, name), JSON.stringify(content));
}

export function buildSchemas(): void {
  const stamp = JSON.stringify({ inputs: inputsHash() });
  if (existsSync(STAMP) && existsSync(API) && readFileSync(STAMP, 'utf8') === stamp) return;
  mkdirSync(DIST, { recursive: true });
  mkdirSync(path.dirname(API), { recursive: true });
  const sources = JSON.parse(readFileSync(path.join(HERE, 'sources.json'), 'utf8')) as readonly Source[];
  const overlay = readOverlay();
  const versions = readVersions(sources, overlay, path.join(ROOT, '.cache/schemas'));
  for (const [version, raw] of versions) write(`${version}.json`, encodeVersion(version, raw, versions, overlay));
  const { texts, indexByVersion } = indexTexts(versions);
  write('texts.json', { texts });
  for (const [version, types] of indexByVersion) write(`${version}.texts.json`, { types });
  write('retirements.json', overlay.retirements);
  const newest = [...versions.values()].at(-1);
  if (newest !== undefined) writeFileSync(API, writeApi(newest, overlay));
  writeFileSync(STAMP, stamp);
  for (const [version, raw] of versions) console.log(`schemas: Kubernetes ${version}: ${raw.kinds.length} kinds, ${raw.types.size} types`);
}

if (process.argv[1] === import.meta.filename) buildSchemas();
