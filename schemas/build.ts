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

/** The programs beyond this folder that decide what the output looks like. */
const FORMAT = ['catalog.ts', 'catalog-file.ts'].map((name) => path.join(ROOT, 'server/src/core/kube', name));

/** Writes the output unless it is up to date. Throws when a tarball is not the expected one or a kind is not classified. */
export function buildSchemas(): void {
  const stamp = JSON.stringify({ inputs: inputsHash() });
  if (existsSync(STAMP) && existsSync(API) && readFileSync(STAMP, 'utf8') === stamp) return;
  const { files, api, counts } = makeSchemas();
  mkdirSync(DIST, { recursive: true });
  mkdirSync(path.dirname(API), { recursive: true });
  for (const [name, text] of files) writeFileSync(path.join(DIST, name), text);
  writeFileSync(API, api);
  writeFileSync(STAMP, stamp);
  for (const line of counts) console.log(`schemas: ${line}`);
}

/** The texts of all files of schemas/dist by name, and the API's types. The same input gives the same bytes. */
export function makeSchemas(): {
  readonly files: ReadonlyMap<string, string>;
  readonly api: string;
  readonly counts: readonly string[];
} {
  const sources = JSON.parse(readFileSync(path.join(HERE, 'sources.json'), 'utf8')) as readonly Source[];
  const overlay = readOverlay();
  const versions = readVersions(sources, overlay, path.join(ROOT, '.cache/schemas'));
  const files = new Map<string, string>();
  const add = (name: string, content: unknown): unknown => files.set(name, JSON.stringify(content));
  for (const [version, raw] of versions) add(`${version}.json`, encodeVersion(version, raw, versions, overlay));
  const { texts, indexByVersion } = indexTexts(versions);
  add('texts.json', { texts });
  for (const [version, types] of indexByVersion) add(`${version}.texts.json`, { types });
  add('retirements.json', overlay.retirements);
  const newest = [...versions.values()].at(-1);
  return {
    files,
    api: newest === undefined ? '' : writeApi(newest, overlay),
    counts: [...versions].map(([version, raw]) => `Kubernetes ${version}: ${raw.kinds.length} kinds, ${raw.types.size} types`),
  };
}

/** What the output depends on: the sources, the facts, and the program itself. */
function inputsHash(): string {
  const hash = createHash('sha256');
  const overlays = readdirSync(path.join(HERE, 'overlay')).map((name) => path.join(HERE, 'overlay', name));
  const programs = readdirSync(HERE)
    .filter((name) => name.endsWith('.ts') || name.endsWith('.json'))
    .map((name) => path.join(HERE, name));
  for (const file of [...overlays, ...programs, ...FORMAT].sort()) hash.update(path.basename(file)).update(readFileSync(file));
  return hash.digest('hex');
}

if (process.argv[1] === import.meta.filename) buildSchemas();
