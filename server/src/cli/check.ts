/** `kijabi check`: judges manifests as the API server would, and by our own rules. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import picomatch from 'picomatch';
import { applyEdits } from '../core/base/range.ts';
import { mended } from '../core/features/fix-all.ts';
import { gently } from '../core/features/patch.ts';
import { createService, type FileSettings, type Service, versionOf } from '../core/features/service.ts';
import { settled } from '../core/features/settle.ts';
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS, type KubernetesVersion } from '../core/kube/catalog.ts';
import { customResourcesIn, validatorsOf } from '../core/kube/custom-kinds.ts';
import { describeCustomResources } from '../core/kube/custom-resource.ts';
import { patchFiles } from '../core/kube/kustomization.ts';
import type { Snapshot } from '../core/kube/snapshot.ts';
import type { Severity } from '../core/rules/finding.ts';
import { type Language, message, say } from '../core/text/text.ts';
import { createFile, type SourceFile, textOf } from '../core/yaml/source-file.ts';
import { openCatalogs } from '../lsp/catalog-files.ts';
import type { CheckedFile } from './checked.ts';
import { customResourcesAt } from './custom-kinds.ts';
import { isWritten } from './document-numbers.ts';
import { createFolderSettings, type PlacedConfig } from './folder-settings.ts';
import { FORMATS, type Format, format } from './formats.ts';
import { oneOf } from './input.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { type InputFile, inputFiles } from './walk.ts';

interface Options {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly language: Language;
  readonly version: KubernetesVersion | undefined;
  readonly severities: FileSettings['severities'];
  readonly crds: readonly string[];
  readonly asManifest: boolean;
  readonly fix: 'no' | 'write' | 'dryRun';
}

export async function run(args: readonly string[], io: Io): Promise<number> {
  const options = readOptions(args);
  const configsOf = createFolderSettings();
  const inputs = await readInputs(options, io, configsOf);
  const checking = open(options, inputs, configsOf, io.cwd);
  if (options.fix === 'dryRun') {
    for (const each of checking.files) io.out(lineDiff(each.name, textOf(each.file), mendedText(checking, each)));
    return EXIT.clean;
  }
  if (options.fix === 'write') return fixed(checking, io);
  return report(checking, checkedFiles(checking), io);
}

function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'kubernetes-version': { type: 'string' },
      format: { type: 'string', default: 'text' },
      rule: { type: 'string', multiple: true },
      fix: { type: 'boolean', default: false },
      'fix-dry-run': { type: 'boolean', default: false },
      crd: { type: 'string', multiple: true },
      'as-manifest': { type: 'boolean', default: false },
      lang: { type: 'string', default: 'ko' },
    },
  });
  const version = values['kubernetes-version'];
  if (values.fix && values['fix-dry-run']) throw new UsageError(message('cli.usage.fixTwice'));
  return {
    paths: positionals.length === 0 ? ['.'] : positionals,
    format: oneOf('--format', values.format, FORMATS),
    language: oneOf<Language>('--lang', values.lang, ['ko', 'en']),
    version: version === undefined ? undefined : oneOf<KubernetesVersion>('--kubernetes-version', version, KUBERNETES_VERSIONS),
    severities: Object.fromEntries((values.rule ?? []).map(ruleSeverity)),
    crds: values.crd ?? [],
    asManifest: values['as-manifest'],
    fix: values.fix ? 'write' : values['fix-dry-run'] ? 'dryRun' : 'no',
  };
}

const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'] as const;

function ruleSeverity(text: string): readonly [string, Severity | 'off'] {
  const [, id, severity = ''] = /^([\w-]+)=(\w+)$/.exec(text) ?? [];
  if (id === undefined) throw new UsageError(message('cli.usage.rule', { text }));
  return [id, oneOf(`--rule ${id}`, severity, SEVERITIES)];
}

type ConfigsOf = (folder: string) => readonly PlacedConfig[];

async function readInputs({ paths, fix }: Options, io: Io, configsOf: ConfigsOf): Promise<readonly InputFile[]> {
  if (!paths.includes('-')) {
    return inputFiles(paths, io.cwd, (folder) => configsOf(folder).flatMap(({ config }) => config.exclude)).filter(
      ({ text }) => !text.includes('\0') || paths.length === 1,
    );
  }
  if (paths.length > 1) throw new UsageError(message('cli.usage.standardInputAlone'));
  if (fix === 'write') throw new UsageError(message('cli.usage.fixNeedsFiles'));
  return [{ name: '-', place: '-', text: await io.read() }];
}

interface OpenFile {
  readonly name: string;
  readonly place: string;
  readonly uri: string;
  readonly file: SourceFile;
}

interface Checking {
  readonly options: Options;
  readonly service: Service;
  readonly files: readonly OpenFile[];
  readonly snapshot: Snapshot;
  readonly settingsOf: (name: string, file: SourceFile) => FileSettings;
}

function open(options: Options, inputs: readonly InputFile[], configsOf: ConfigsOf, cwd: string): Checking {
  const files = inputs.map(({ name, place, text }) => ({
    name,
    place,
    uri: place === '-' ? '-' : pathToFileURL(place).href,
    file: createFile(text),
  }));
  const configs = configsOf(cwd);
  const configured = configs.flatMap(({ folder, config }) => crdFiles(folder, config.crds));
  const custom = [
    ...customResourcesAt([...configured, ...options.crds], cwd),
    ...(options.asManifest ? [] : files.flatMap(({ file }) => customResourcesIn(file))),
  ];
  const catalogs = openCatalogs(import.meta.dirname);
  const described = describeCustomResources(custom);
  const service = createService({
    catalogOf: (version) => catalogs(version, described),
    note: () => undefined,
    customValidator: validatorsOf(custom),
    tellBroken: (rule, thrown) =>
      process.stderr.write(`kijabi: rule ${rule}: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`),
  });
  const settingsOf = (name: string, file: SourceFile): FileSettings => {
    const counting = configsOf(name === '-' ? cwd : path.dirname(path.resolve(cwd, name))).map(({ config }) => config);
    const folderVersion = counting.findLast(({ kubernetesVersion }) => kubernetesVersion !== undefined)?.kubernetesVersion;
    const version = options.version ?? versionOf(file) ?? folderVersion ?? DEFAULT_KUBERNETES_VERSION;
    return {
      version,
      language: options.language,
      severities: Object.assign({}, ...counting.map(({ rules }) => rules), options.severities),
    };
  };
  const snapshot = snapshotOf(files);
  return { options, service, files, snapshot, settingsOf };
}

function snapshotOf(files: readonly OpenFile[]): Snapshot {
  return { files: new Map(files.map(({ uri, file }) => [uri, file])) };
}

function crdFiles(folder: string, globs: readonly string[]): readonly string[] {
  if (globs.length === 0) return [];
  const matches = picomatch([...globs], { dot: true });
  return inputFiles([folder], folder, () => [])
    .map(({ place }) => place)
    .filter((place) => matches(path.relative(folder, place)));
}

function checkedFiles({ options, service, files, snapshot, settingsOf }: Checking): readonly CheckedFile[] {
  return files.map(({ name, uri, file }) => {
    const settings = settingsOf(name, file);
    if (options.asManifest) {
      const written = file.documents.filter(({ document }) => isWritten(document));
      const findings = written.flatMap((placed) =>
        service.findAsManifest(placed.document, settings.version).map((finding) => ({ placed, finding })),
      );
      return { name, file, findings };
    }
    const isPatch = patchFiles(snapshot).has(uri);
    const findings = settled(file, settings, true, ({ document }) => {
      const own = service.findAll(document, settings.version, settings.severities);
      return isPatch ? gently(own) : [...own, ...service.across(document, { snapshot, uri }, settings.version, settings.severities)];
    });
    return { name, file, findings };
  });
}

function report({ options }: Checking, checked: readonly CheckedFile[], io: Io): number {
  io.out(format(checked, options.format, options.language));
  const hasErrors = checked.some(({ findings }) => findings.some(({ finding }) => finding.severity === 'error'));
  return hasErrors ? EXIT.findings : EXIT.clean;
}

function mendedText({ service, snapshot, settingsOf }: Checking, { name, uri, file }: OpenFile): string {
  const change = mended(service, file, { snapshot, uri }, settingsOf(name, file));
  return applyEdits(textOf(file), change === undefined ? [] : [change]);
}

function fixed(checking: Checking, io: Io): number {
  const { options } = checking;
  let count = 0;
  const files = checking.files.map((each) => {
    const text = mendedText(checking, each);
    if (text === textOf(each.file)) return each;
    writeFileSync(each.place, text);
    count++;
    return { ...each, file: createFile(text) };
  });
  if (options.format === 'text') io.out(`${say(options.language, message('cli.mended', { count }))}\n`);
  const snapshot = snapshotOf(files);
  const after = { ...checking, files, snapshot };
  return report(after, checkedFiles(after), io);
}

/** The changed lines of a file, as `diff -u` shows them, without context. */
function lineDiff(name: string, before: string, after: string): string {
  if (before === after) return '';
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const removed = a.slice(start, a.length - end);
  const added = b.slice(start, b.length - end);
  const head = `--- ${name}\n+++ ${name}\n@@ -${start + 1},${removed.length} +${start + 1},${added.length} @@\n`;
  return head + [...removed.map((line) => `-${line}\n`), ...added.map((line) => `+${line}\n`)].join('');
}
