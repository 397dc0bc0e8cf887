/** Entry of dist/simulator-worker.js: runs simulations on a thread of its own, one call after the other. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { objectsIn, objectsOf } from '../core/features/preview/manifest.ts';
import { preview } from '../core/features/preview/preview.ts';
import { CLUSTER_PRESETS, REQUESTS, type SimulatorAnswer, type SimulatorCall } from '../core/protocol.ts';
import { presetObjects } from '../core/sim/cluster-presets.ts';
import type { KubeObject } from '../core/sim/object.ts';
import { toResult } from '../core/sim/result.ts';
import { parseScenario } from '../core/sim/scenario.ts';
import { toEntry } from '../core/sim/scheduler/entry.ts';
import { scheduleAll } from '../core/sim/scheduler/schedule-all.ts';
import { simulate } from '../core/sim/simulate.ts';
import { message, say } from '../core/text/text.ts';
import { createFile } from '../core/yaml/source-file.ts';
import { openCatalogs } from './catalog-files.ts';

const DEFAULT_CLUSTER = 'three';
const catalogOf = openCatalogs(import.meta.dirname);

/** What a person did wrong, said in their language; anything else is a fault of ours. */
class Refused extends Error {}

function answer({ request, params, files, language, kubernetesVersion: version }: SimulatorCall): unknown {
  const { textDocument, cluster, clusterText, fromText, scenario, scenarioText, seed, untilMs, edits, behaviors } = params;
  const text = files.find(({ uri }) => uri === textDocument.uri)?.text;
  if (text === undefined) throw new Refused(say(language, message('panel.noDocument', { uri: textDocument.uri })));
  const file = createFile(text);
  const objects = objectsOf(file);
  if (objects.length === 0) throw new Refused(say(language, message('panel.noObjects')));
  const clusterObjects = (name: string): readonly KubeObject[] => {
    if (clusterText !== undefined && name === clusterName) return objectsIn(clusterText);
    return readCluster(name, textDocument.uri);
  };
  const clusterName = cluster ?? DEFAULT_CLUSTER;
  const catalog = catalogOf(version);
  const from = fromText === undefined ? undefined : objectsIn(fromText);
  if (request === REQUESTS.preview) {
    const title = decodeURIComponent(textDocument.uri.slice(textDocument.uri.lastIndexOf('/') + 1));
    return preview({
      title,
      file,
      clusterName,
      clusterObjects,
      catalog,
      language,
      ...(from && { from }),
      ...(scenario !== undefined && { scenario }),
      ...(edits && { edits }),
      ...(behaviors && { behaviors }),
      ...(seed !== undefined && { seed }),
      ...(untilMs !== undefined && { untilMs }),
    });
  }
  if (request === REQUESTS.schedule) {
    const { decisions } = scheduleAll([...clusterObjects(clusterName), ...objects]);
    return { kubernetesVersion: version, nodeOrder: decisions[0]?.nodeOrder ?? [], pods: decisions.map(toEntry) };
  }
  const parsed = scenarioText === undefined ? undefined : parseScenario(createFile(scenarioText).documents[0]?.document.value);
  const [problem] = parsed?.problems ?? [];
  if (problem !== undefined) throw new Refused(say(language, problem));
  const simulation = simulate({
    cluster: clusterObjects(clusterName),
    objects,
    kubernetesVersion: version,
    catalog,
    ...(from && { from }),
    ...(parsed && { scenario: parsed.scenario }),
    ...(seed !== undefined && { seed }),
    ...(untilMs !== undefined && { untilMs }),
  });
  return toResult(simulation, language);
}

/** A preset, or a file: absolute, or beside the manifest or in a folder above it. */
function readCluster(name: string, documentUri: string): readonly KubeObject[] {
  const preset = CLUSTER_PRESETS.find((each) => each === name);
  if (preset !== undefined) return presetObjects(preset);
  const start = documentUri.startsWith('file:') ? path.dirname(fileURLToPath(documentUri)) : process.cwd();
  for (let folder = start; ; folder = path.dirname(folder)) {
    const file = path.resolve(folder, name);
    if (existsSync(file)) return objectsIn(readFileSync(file, 'utf8'));
    if (folder === path.dirname(folder)) throw new Refused(name);
  }
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
