/** `kijabi schedule`: places pods as kube-scheduler would, and says why. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readManifest } from '../core/features/preview/manifest.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../core/kube/catalog.ts';
import { judgeOnCreation } from '../core/sim/admission/api-validation.ts';
import { type KubeObject, keyOf, refOf } from '../core/sim/object.ts';
import { toOutput } from '../core/sim/scheduler/entry.ts';
import { takeIn } from '../core/sim/scheduler/intake.ts';
import type { Profile } from '../core/sim/scheduler/profile.ts';
import { readConfiguration } from '../core/sim/scheduler/read-configuration.ts';
import { replay } from '../core/sim/scheduler/replay.ts';
import { type ScheduleAllResult, scheduleAll } from '../core/sim/scheduler/schedule-all.ts';
import { tellSchedule } from '../core/sim/scheduler/tell-schedule.ts';
import { type Language, message } from '../core/text/text.ts';
import { createFile } from '../core/yaml/source-file.ts';
import { openCatalogs } from '../lsp/catalog-files.ts';
import { clusterObjects, folderChoice, oneOf, readTexts } from './input.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { readText } from './walk.ts';

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cluster: { type: 'string' },
      'scheduler-config': { type: 'string' },
      'all-filters': { type: 'boolean', default: false },
      replay: { type: 'boolean', default: false },
      retry: { type: 'string' },
      format: { type: 'string', default: 'text' },
      lang: { type: 'string', default: 'ko' },
      'kubernetes-version': { type: 'string' },
    },
  });
  const language = oneOf<Language>('--lang', values.lang, ['ko', 'en']);
  const format = oneOf('--format', values.format, ['text', 'json'] as const);
  if (values.retry !== undefined && !values.replay) throw new UsageError(message('cli.usage.retry'));
  const choice = folderChoice(io.cwd);
  const version = oneOf<KubernetesVersion>(
    '--kubernetes-version',
    values['kubernetes-version'] ?? choice.kubernetesVersion,
    KUBERNETES_VERSIONS,
  );
  const texts = await readTexts(positionals, io);
  const manifests = texts.map(readManifest);
  const given = manifests.flatMap(({ objects }) => objects);
  const unreadable = manifests.flatMap(({ problems }) => problems);
  // A recorded scenario is all there is, even if it has no node.
  const objects = values.replay && values.cluster === undefined ? given : withCluster(given, values.cluster, choice.cluster, io.cwd);
  const config = values['scheduler-config'];
  const options = {
    kubernetesVersion: version,
    ...(config === undefined ? {} : { profiles: profilesOf(path.resolve(io.cwd, config), version) }),
    detail: format === 'json' ? 'full' : 'explained',
    allFilters: values['all-filters'],
  } as const;
  const retry = oneOf('--retry', values.retry ?? retryOf(texts), ['end', 'immediate'] as const);
  const played = values.replay
    ? replayed(replay(objects, { ...options, retry }), objects)
    : scheduleAll(objects, { ...options, admit: judgeOnCreation(openCatalogs(import.meta.dirname)(version)) });
  const result = { ...played, problems: [...unreadable, ...played.problems] };
  io.out(
    format === 'json'
      ? `${JSON.stringify(toOutput(result, version, values['all-filters'] && !values.replay))}\n`
      : tellSchedule(result, language, values['all-filters']),
  );
  return EXIT.clean;
}

/** The given objects bring their own nodes, or stand in the cluster that is named, or in the default one. */
function withCluster(objects: readonly KubeObject[], wanted: string | undefined, otherwise: string, cwd: string): readonly KubeObject[] {
  const hasNodes = objects.some(({ kind }) => kind === 'Node');
  if (wanted === undefined && hasNodes) return objects;
  return [...clusterObjects(wanted ?? otherwise, cwd), ...objects];
}

function profilesOf(file: string, version: KubernetesVersion): ReadonlyMap<string, Profile> {
  const [document] = createFile(readText(file)).documents;
  const result = readConfiguration(document?.document.value, version);
  if ('problem' in result) throw new UsageError(message('cli.usage.inFile', { file: path.basename(file), problem: result.problem }));
  return result.profiles;
}

/** Recorded scenarios say it in their first line. */
function retryOf(texts: readonly string[]): string {
  return texts.some((text) => text.startsWith('# retry: immediate')) ? 'immediate' : 'end';
}

function replayed(decisions: ScheduleAllResult['decisions'], objects: readonly KubeObject[]): ScheduleAllResult {
  const { pending, problems } = takeIn(objects);
  return { decisions, pods: new Map(pending.map((pod) => [keyOf(refOf(pod)), pod])), workloads: new Map(), refused: [], problems };
}
