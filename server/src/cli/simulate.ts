/** `kijabi simulate`: plays manifests on a cluster and tells what happens. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isArray, isObject, type Json } from '../core/base/json.ts';
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS, type KubernetesVersion } from '../core/kube/catalog.ts';
import { parseDuration } from '../core/kube/go-duration.ts';
import { CLUSTER_PRESETS } from '../core/protocol.ts';
import { type Assertion, isAssertion, parseAssertion } from '../core/sim/assertions.ts';
import { presetObjects } from '../core/sim/cluster-presets.ts';
import type { KubeObject } from '../core/sim/object.ts';
import { toResult } from '../core/sim/result.ts';
import { parseScenario, type Scenario, withFiles } from '../core/sim/scenario.ts';
import { simulate } from '../core/sim/simulate.ts';
import { tellStory } from '../core/sim/story.ts';
import { type Language, say } from '../core/text/text.ts';
import { createFile } from '../core/yaml/source-file.ts';
import { openCatalogs } from '../lsp/catalog-files.ts';
import { EXIT, type Io, UsageError } from './io.ts';

const DEFAULT_CLUSTER = 'three';

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cluster: { type: 'string' },
      scenario: { type: 'string' },
      from: { type: 'string' },
      until: { type: 'string' },
      seed: { type: 'string' },
      format: { type: 'string', default: 'text' },
      assert: { type: 'string', multiple: true },
      lang: { type: 'string', default: 'ko' },
      'kubernetes-version': { type: 'string', default: DEFAULT_KUBERNETES_VERSION },
    },
  });
  const language = oneOf<Language>('--lang', values.lang, ['ko', 'en']);
  const format = oneOf('--format', values.format, ['text', 'json'] as const);
  const version = oneOf<KubernetesVersion>('--kubernetes-version', values['kubernetes-version'], KUBERNETES_VERSIONS);
  const paths = positionals.length === 0 ? ['.'] : positionals;
  const texts =
    paths.length === 1 && paths[0] === '-' ? [await io.read()] : paths.flatMap((each) => textsBelow(path.resolve(io.cwd, each)));
  const scenario = values.scenario === undefined ? undefined : readScenario(path.resolve(io.cwd, values.scenario), language);
  const simulation = simulate({
    cluster: clusterObjects(values.cluster ?? DEFAULT_CLUSTER, io.cwd),
    objects: texts.flatMap(objectsIn),
    ...(values.from === undefined ? {} : { from: formerObjects(values.from, paths, io.cwd) }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(values.until === undefined ? {} : { untilMs: durationOf('--until', values.until) }),
    ...(values.seed === undefined ? {} : { seed: integerOf('--seed', values.seed) }),
    assertions: (values.assert ?? []).map((text) => assertionOf(text, language)),
    kubernetesVersion: version,
    catalog: openCatalogs(import.meta.dirname)(version),
  });
  io.out(format === 'json' ? `${JSON.stringify(toResult(simulation, language))}\n` : tellStory(simulation, language));
  return simulation.assertions.every(({ holds }) => holds) ? EXIT.clean : EXIT.findings;
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} must be one of ${allowed.join(', ')}`);
  return found;
}

function durationOf(option: string, text: string): number {
  const parsed = parseDuration(text);
  if (typeof parsed !== 'number' || parsed < 0) throw new UsageError(`${option} needs a time such as 90s or 10m, not ${text}`);
  return parsed;
}

function integerOf(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${option} needs a whole number, not ${text}`);
  return Number(text);
}

function assertionOf(text: string, language: Language): Assertion {
  const parsed = parseAssertion(text);
  if (!isAssertion(parsed)) throw new UsageError(say(language, parsed));
  return parsed;
}

function readScenario(file: string, language: Language): Scenario {
  const [document] = createFile(readText(file)).documents;
  const { scenario, problems } = parseScenario(document?.document.value);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${path.basename(file)}: ${say(language, problem)}`);
  return withFiles(scenario, (each) => objectsIn(readText(path.resolve(path.dirname(file), each))));
}

function clusterObjects(cluster: string, cwd: string): readonly KubeObject[] {
  const preset = CLUSTER_PRESETS.find((each) => each === cluster);
  if (preset !== undefined) return presetObjects(preset);
  const file = path.resolve(cwd, cluster);
  if (!existsSync(file)) throw new UsageError(`no cluster ${cluster}: neither a file nor one of ${CLUSTER_PRESETS.join(', ')}`);
  return objectsIn(readText(file));
}

/** The manifest that runs at the start: a file, or what git has of the given paths at a revision. */
function formerObjects(from: string, paths: readonly string[], cwd: string): readonly KubeObject[] {
  const file = path.resolve(cwd, from);
  if (existsSync(file)) return textsBelow(file).flatMap(objectsIn);
  const show = (...command: readonly string[]): string => {
    try {
      return execFileSync('git', command, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      throw new UsageError(`--from ${from}: neither a file nor a git revision that has ${paths.join(' ')}`);
    }
  };
  const names = show('ls-tree', '-r', '--name-only', from, '--', ...paths).split('\n');
  return names.filter(isManifest).flatMap((name) => objectsIn(show('show', `${from}:./${name}`)));
}

function isManifest(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name);
}

function textsBelow(place: string): readonly string[] {
  if (!existsSync(place)) throw new UsageError(`no such file or folder: ${place}`);
  if (statSync(place).isFile()) return [readText(place)];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => isManifest(name) && !name.includes('node_modules'))
    .sort()
    .map((name) => readText(path.join(place, name)));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (failure) {
    throw new UsageError(`cannot read ${file}: ${(failure as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
  }
}

/** The Kubernetes objects of a text, Lists taken apart; whatever else is in it is left out. */
function objectsIn(text: string): readonly KubeObject[] {
  return createFile(text).documents.flatMap(({ document }) => objectsOf(document.value));
}

function objectsOf(value: Json | undefined): readonly KubeObject[] {
  if (!isObject(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return [];
  if (value.kind.endsWith('List') && isArray(value.items)) return value.items.flatMap(objectsOf);
  return [value as KubeObject];
}
