/** `kijabi simulate`: plays manifests on a cluster and tells what happens. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { committedFileCommand, committedNamesCommand, GIT_ENVIRONMENT } from '../core/base/git-command.ts';
import { objectsIn } from '../core/features/preview/manifest.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../core/kube/catalog.ts';
import { parseDuration } from '../core/kube/go-duration.ts';
import { type Assertion, isAssertion, parseAssertion } from '../core/sim/assertions.ts';
import type { KubeObject } from '../core/sim/object.ts';
import { toResult } from '../core/sim/result.ts';
import { parseScenario, type Scenario, withFiles } from '../core/sim/scenario.ts';
import { simulate } from '../core/sim/simulate.ts';
import { tellStory } from '../core/sim/story.ts';
import { type Language, message } from '../core/text/text.ts';
import { createFile } from '../core/yaml/source-file.ts';
import { openCatalogs } from '../lsp/catalog-files.ts';
import { clusterObjects, folderChoice, oneOf, readTexts, textsBelow } from './input.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { isManifest, readText } from './walk.ts';

const MOST_BYTES = 256 * 1024 * 1024;

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
      'kubernetes-version': { type: 'string' },
    },
  });
  const language = oneOf<Language>('--lang', values.lang, ['ko', 'en']);
  const format = oneOf('--format', values.format, ['text', 'json'] as const);
  const choice = folderChoice(io.cwd);
  const version = oneOf<KubernetesVersion>(
    '--kubernetes-version',
    values['kubernetes-version'] ?? choice.kubernetesVersion,
    KUBERNETES_VERSIONS,
  );
  const texts = await readTexts(positionals, io);
  const scenario = values.scenario === undefined ? undefined : readScenario(path.resolve(io.cwd, values.scenario));
  const simulation = simulate({
    cluster: clusterObjects(values.cluster ?? choice.cluster, io.cwd),
    objects: texts.flatMap(objectsIn),
    ...(values.from === undefined ? {} : { from: formerObjects(values.from, positionals, io.cwd) }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(values.until === undefined ? {} : { untilMs: durationOf('--until', values.until) }),
    ...(values.seed === undefined ? {} : { seed: integerOf('--seed', values.seed) }),
    assertions: (values.assert ?? []).map((text) => assertionOf(text)),
    kubernetesVersion: version,
    catalog: openCatalogs(import.meta.dirname)(version),
  });
  io.out(format === 'json' ? `${JSON.stringify(toResult(simulation, language))}\n` : tellStory(simulation, language));
  return simulation.assertions.every(({ holds }) => holds) ? EXIT.clean : EXIT.findings;
}

function durationOf(option: string, text: string): number {
  const parsed = parseDuration(text);
  if (typeof parsed !== 'number' || parsed < 0) throw new UsageError(message('cli.usage.duration', { option, text }));
  return parsed;
}

function integerOf(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(message('cli.usage.integer', { option, text }));
  return Number(text);
}

function assertionOf(text: string): Assertion {
  const parsed = parseAssertion(text);
  if (!isAssertion(parsed)) throw new UsageError(parsed);
  return parsed;
}

function readScenario(file: string): Scenario {
  const [document] = createFile(readText(file)).documents;
  const { scenario, problems } = parseScenario(document?.document.value);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(message('cli.usage.inFile', { file: path.basename(file), problem }));
  return withFiles(scenario, (each) => objectsIn(readText(path.resolve(path.dirname(file), each))));
}

/** The manifest that runs at the start: a file, or what git has of the given paths at a revision. */
function formerObjects(from: string, paths: readonly string[], cwd: string): readonly KubeObject[] {
  const file = path.resolve(cwd, from);
  if (existsSync(file)) return textsBelow([file], cwd).flatMap(objectsIn);
  const ask = (command: readonly string[]): string => {
    try {
      const env = { ...process.env, ...GIT_ENVIRONMENT };
      return execFileSync('git', command, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: MOST_BYTES });
    } catch {
      throw new UsageError(message('cli.usage.from', { from, paths: paths.join(' ') || '.' }));
    }
  };
  const names = ask(committedNamesCommand(from, paths)).split('\0');
  return names.filter(isManifest).flatMap((name) => objectsIn(ask(committedFileCommand(from, name))));
}
