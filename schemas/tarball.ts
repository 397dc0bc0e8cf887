import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One npm package that the catalogs are made from. */
export interface Source {
  readonly name: string;
  readonly version: string;
  /** The Kubernetes minor version whose API it carries. */
  readonly kubernetes: string;
  /** The registry's `sha512-…`. */
  readonly integrity: string;
}

const BLOCK_BYTES = 512;
const SIZE_FIELD = { start: 124, end: 136 };
const NAME_FIELD = { start: 0, end: 100 };
const PREFIX_FIELD = { start: 345, end: 500 };
const TYPE_OFFSET = 156;
const REGULAR_FILE = new Set(['0', '\0']);

/**
 * The package's tarball, from the cache or by `npm pack` (the same registry that `npm ci` has just used).
 * Throws when its hash is not the one we know.
 */
export function fetchTarball(source: Source, cacheDir: string): Buffer {
  const file = path.join(cacheDir, `${source.name.replace('@', '').replace('/', '-')}-${source.version}.tgz`);
  if (!existsSync(file)) {
    mkdirSync(cacheDir, { recursive: true });
    const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', cacheDir, `${source.name}@${source.version}`], {
      encoding: 'utf8',
    });
    if (packed.status !== 0) throw new Error(`schemas: npm pack ${source.name}@${source.version} failed\n${packed.stderr}`);
  }
  const bytes = readFileSync(file);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (integrity !== source.integrity) {
    throw new Error(
      `schemas: ${file} has ${integrity}, but sources.json expects ${source.integrity}; delete it and build again, or mend sources.json`,
    );
  }
  return bytes;
}

/** The text files of a tarball whose path (without the leading `package/`) is wanted. Nothing is unpacked to disk. */
export function readTarball(tarball: Buffer, wanted: (file: string) => boolean): ReadonlyMap<string, string> {
  const tar = gunzipSync(tarball);
  const files = new Map<string, string>();
  for (let at = 0; at + BLOCK_BYTES <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK_BYTES);
    const name = textField(header, NAME_FIELD);
    if (name === '') break;
    const size = Number.parseInt(textField(header, SIZE_FIELD), 8);
    const prefix = textField(header, PREFIX_FIELD);
    const file = (prefix === '' ? name : `${prefix}/${name}`).replace(/^[^/]+\//, '');
    const content = at + BLOCK_BYTES;
    if (REGULAR_FILE.has(String.fromCharCode(header[TYPE_OFFSET] ?? 0)) && wanted(file))
      files.set(file, tar.toString('utf8', content, content + size));
    at = content + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}

function textField(header: Buffer, { start, end }: { readonly start: number; readonly end: number }): string {
  const text = header.toString('latin1', start, end);
  const zero = text.indexOf('\0');
  return (zero < 0 ? text : text.slice(0, zero)).trim();
}
