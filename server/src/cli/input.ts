/** What commands read: manifests of files and folders, clusters by preset or file. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { objectsIn } from '../core/features/preview/manifest.ts';
import { DEFAULT_KUBERNETES_VERSION, type KubernetesVersion } from '../core/kube/catalog.ts';
import { CLUSTER_PRESETS, DEFAULT_CLUSTER } from '../core/protocol.ts';
import { presetObjects } from '../core/sim/cluster-presets.ts';
import type { KubeObject } from '../core/sim/object.ts';
import { message } from '../core/text/text.ts';
import { createFolderSettings } from './folder-settings.ts';
import { type Io, UsageError } from './io.ts';
import { inputFiles, readText } from './walk.ts';

/** The texts that a command's PATH arguments stand for: files, folders walked, `-` for standard input, nothing for the folder it runs in. */
export async function readTexts(paths: readonly string[], io: Io): Promise<readonly string[]> {
  if (paths.length === 1 && paths[0] === '-') return [await io.read()];
  return textsBelow(paths.length === 0 ? ['.'] : paths, io.cwd);
}

export function textsBelow(paths: readonly string[], cwd: string): readonly string[] {
  const settingsOf = createFolderSettings();
  return inputFiles(paths, cwd, (folder) => settingsOf(folder).flatMap(({ config }) => config.exclude)).map(({ text }) => text);
}

/** What `.kijabi.yaml` says in the folder of a command, the nearest first; options on the command line go before it. */
export function folderChoice(cwd: string): { readonly kubernetesVersion: KubernetesVersion; readonly cluster: string } {
  const settings = createFolderSettings()(cwd);
  const version = settings.findLast(({ config }) => config.kubernetesVersion !== undefined)?.config.kubernetesVersion;
  const placed = settings.findLast(({ config }) => config.cluster !== undefined);
  const cluster = placed?.config.cluster ?? DEFAULT_CLUSTER;
  return {
    kubernetesVersion: version ?? DEFAULT_KUBERNETES_VERSION,
    cluster: placed === undefined || isPreset(cluster) ? cluster : path.resolve(placed.folder, cluster),
  };
}

/** A preset by name, or the objects of a file: `kubectl get nodes,pods -o yaml` as it comes. */
export function clusterObjects(cluster: string, cwd: string): readonly KubeObject[] {
  if (isPreset(cluster)) return presetObjects(cluster);
  const file = path.resolve(cwd, cluster);
  if (!existsSync(file)) throw new UsageError(message('cli.usage.noCluster', { cluster, presets: CLUSTER_PRESETS.join(', ') }));
  return objectsIn(readText(file));
}

function isPreset(cluster: string): cluster is (typeof CLUSTER_PRESETS)[number] {
  return CLUSTER_PRESETS.some((each) => each === cluster);
}

/** The value of an option that allows only some. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(message('cli.usage.oneOf', { option, value, allowed: allowed.join(', ') }));
  return found;
}
