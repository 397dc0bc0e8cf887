/** Entry of dist/simulator-worker.js: runs simulations on a thread of its own, one call after the other. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { placeWorkloads } from '../core/features/placement/place.ts';
import { objectsIn, objectsOf, readManifest } from '../core/features/preview/manifest.ts';
import { preview } from '../core/features/preview/preview.ts';
import { problemOf } from '../core/features/preview/problem.ts';
import {
  CLUSTER_PRESETS,
  DEFAULT_CLUSTER,
  PLACEMENT_REQUEST,
  type PreviewProblem,
  type PreviewResult,
  REQUESTS,
  type SimulatorAnswer,
  type SimulatorCall,
} from '../core/protocol.ts';
import { judgeOnCreation } from '../core/sim/admission/api-validation.ts';
import { presetObjects } from '../core/sim/cluster-presets.ts';
import type { KubeObject } from '../core/sim/object.ts';
import { toResult } from '../core/sim/result.ts';
import { parseScenario } from '../core/sim/scenario.ts';
import { toOutput } from '../core/sim/scheduler/entry.ts';
import { scheduleAll } from '../core/sim/scheduler/schedule-all.ts';
import { simulate } from '../core/sim/simulate.ts';
import { message, say } from '../core/text/text.ts';
import { createFile } from '../core/yaml/source-file.ts';
import { openCatalogs } from './catalog-files.ts';

/** How often a long run says how far it is. */
const PROGRESS_MS = 200;
const catalogOf = openCatalogs(import.meta.dirname);

/** What a person did wrong, said in their language; anything else is a fault of ours. */
class Refused extends Error {}
/** The panel has a page for it. */
class UnknownCluster extends Refused {}

function answer(call: SimulatorCall): unknown {
  const { request, params, text, context, language, kubernetesVersion: version } = call;
  const { textDocument, cluster, clusterText, fromText, scenario, scenarioText, seed, untilMs, edits, behaviors } = params;
  const refuse = (...words: Parameters<typeof message>): never => {
    throw new Refused(say(language, message(...words)));
  };
  if (text === undefined) return refuse('panel.noDocument', { uri: textDocument.uri });
  const file = createFile(text);
  const objects = objectsOf(file);
  // The panel has a page for it.
  if (objects.length === 0 && request !== REQUESTS.preview) return refuse('panel.noObjects');
  const clusterObjects = (name: string): readonly KubeObject[] => {
    if (clusterText !== undefined && name === clusterName) return readClusterText(clusterText);
    const found = readCluster(name, textDocument.uri);
    if (found === undefined) throw new UnknownCluster(say(language, message('panel.noCluster', { name })));
    return found;
  };
  const clusterName = cluster ?? DEFAULT_CLUSTER;
  const catalog = catalogOf(version);
  const admit = judgeOnCreation(catalog);
  const onProgress = reporterOf(call);
  const proceed = (done: number, total: number): boolean => {
    onProgress(done, total);
    return Atomics.load(call.stop, 0) === 0;
  };
  /** A manifest with nodes brings its own cluster, unless another one was asked for. The cluster knows better than the workspace. */
  const surroundings = (): readonly KubeObject[] => {
    const bringsNodes = cluster === undefined && objects.some(({ kind }) => kind === 'Node');
    return [...context, ...(bringsNodes ? [] : clusterObjects(clusterName))];
  };
  const options = { admit, proceed, kubernetesVersion: version };
  if (request === PLACEMENT_REQUEST) return placeWorkloads({ objects, cluster: surroundings(), ...options });
  if (request === REQUESTS.schedule) {
    const readable = readManifest(text);
    const result = scheduleAll([...surroundings(), ...readable.objects], options);
    return toOutput({ ...result, problems: [...readable.problems, ...result.problems] }, version);
  }
  const from = fromText === undefined ? undefined : objectsIn(fromText);
  if (request === REQUESTS.preview) {
    const problem = problemOf(file, objects, language);
    if (problem !== undefined) return problem;
    const title = decodeURIComponent(textDocument.uri.slice(textDocument.uri.lastIndexOf('/') + 1));
    const input = {
      title,
      file,
      clusterName,
      clusterObjects,
      catalog,
      language,
      onProgress,
      ...(from && { from }),
      ...(scenario !== undefined && { scenario }),
      ...(edits && { edits }),
      ...(behaviors && { behaviors }),
      ...(seed !== undefined && { seed }),
      ...(untilMs !== undefined && { untilMs }),
    };
    return onKnownCluster(() => preview(input));
  }
  const parsed = scenarioText === undefined ? undefined : parseScenario(createFile(scenarioText).documents[0]?.document.value);
  const [problem] = parsed?.problems ?? [];
  if (problem !== undefined) throw new Refused(say(language, problem));
  const simulation = simulate({
    cluster: clusterObjects(clusterName),
    objects,
    kubernetesVersion: version,
    catalog,
    onProgress,
    ...(from && { from }),
    ...(parsed && { scenario: parsed.scenario }),
    ...(seed !== undefined && { seed }),
    ...(untilMs !== undefined && { untilMs }),
  });
  return toResult(simulation, language);
}

function onKnownCluster(play: () => PreviewResult): PreviewResult | PreviewProblem {
  try {
    return play();
  } catch (failure) {
    if (failure instanceof UnknownCluster) return { problem: 'noCluster', reason: failure.message };
    throw failure;
  }
}

function reporterOf({ id }: SimulatorCall): (done: number, total: number) => void {
  let lastMs = performance.now();
  return (done, total) => {
    if (performance.now() - lastMs < PROGRESS_MS) return;
    lastMs = performance.now();
    parentPort?.postMessage({ id, done, total } satisfies SimulatorAnswer);
  };
}

/** A preset, or a file: absolute, or beside the manifest or in a folder above it. */
function readCluster(name: string, documentUri: string): readonly KubeObject[] | undefined {
  const preset = CLUSTER_PRESETS.find((each) => each === name);
  if (preset !== undefined) return presetObjects(preset);
  const start = documentUri.startsWith('file:') ? path.dirname(fileURLToPath(documentUri)) : process.cwd();
  for (let folder = start; ; folder = path.dirname(folder)) {
    const file = path.resolve(folder, name);
    if (existsSync(file)) return readClusterFile(file);
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The file of the last run is kept while it stays as it is: a cluster may be large, and its manifests are placed at every pause. */
let latest: { readonly file: string; readonly changedMs: number; readonly objects: readonly KubeObject[] } | undefined;

function readClusterFile(file: string): readonly KubeObject[] {
  const changedMs = statSync(file).mtimeMs;
  if (latest?.file !== file || latest.changedMs !== changedMs) latest = { file, changedMs, objects: objectsIn(readFileSync(file, 'utf8')) };
  return latest.objects;
}

/** The same goes for a text that came with the call. */
let latestText: { readonly text: string; readonly objects: readonly KubeObject[] } | undefined;

function readClusterText(text: string): readonly KubeObject[] {
  if (latestText?.text !== text) latestText = { text, objects: objectsIn(text) };
  return latestText.objects;
}

parentPort?.on('message', (call: SimulatorCall) => {
  let reply: SimulatorAnswer;
  try {
    reply = { id: call.id, result: answer(call) };
  } catch (failure) {
    reply = { id: call.id, error: failure instanceof Refused ? failure.message : `${failure instanceof Error ? failure.stack : failure}` };
  }
  parentPort?.postMessage(reply);
});
