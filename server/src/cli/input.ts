/** What commands read: manifests of files and folders, clusters by preset or file. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { objectsIn } from '../core/features/preview/manifest.ts';
import { CLUSTER_PRESETS } from '../core/protocol.ts';
import { presetObjects } from '../core/sim/cluster-presets.ts';
import type { KubeObject } from '../core/sim/object.ts';
import { type Io, UsageError } from './io.ts';

/** The texts that a command's PATH arguments stand for: files, folders walked, `-` for standard input, nothing for the folder it runs in. */
export async function readTexts(paths: readonly string[], io: Io): Promise<readonly string[]> {
  if (paths.length === 1 && paths[0] === '-') return [await io.read()];
  return (paths.length === 0 ? ['.'] : paths).flatMap((each) => textsBelow(path.resolve(io.cwd, each)));
}

export function textsBelow(place: string): readonly string[] {
  if (!existsSync(place)) throw new UsageError(`no such file or folder: ${place}`);
  if (statSync(place).isFile()) return [readText(place)];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => isManifest(name) && !name.includes('node_modules'))
    .sort()
    .map((name) => readText(path.join(place, name)));
}

export function isManifest(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name);
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (failure) {
    throw new UsageError(`cannot read ${file}: ${(failure as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
  }
}

/** A preset by name, or the objects of a file: `kubectl get nodes,pods -o yaml` as it comes. */
export function clusterObjects(cluster: string, cwd: string): readonly KubeObject[] {
  const preset = CLUSTER_PRESETS.find((each) => each === cluster);
  if (preset !== undefined) return presetObjects(preset);
  const file = path.resolve(cwd, cluster);
  if (!existsSync(file)) throw new UsageError(`no cluster ${cluster}: neither a file nor one of ${CLUSTER_PRESETS.join(', ')}`);
  return objectsIn(readText(file));
}

/** The value of an option that allows only some. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} must be one of ${allowed.join(', ')}`);
  return found;
}
