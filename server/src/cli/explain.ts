/** `kijabi explain KIND[.FIELD…]`: the hover of a field, in a terminal. */
import { parseArgs } from 'node:util';
import { didYouMean } from '../core/base/did-you-mean.ts';
import type { Path } from '../core/base/json.ts';
import { describeField } from '../core/features/hover.ts';
import { type Catalog, type Kind, KUBERNETES_VERSIONS } from '../core/kube/catalog.ts';
import { formatType, objectTypeOf, type TypedPlace, typeAt } from '../core/kube/field-type.ts';
import { type Language, type Message, message, say } from '../core/text/text.ts';
import { openCatalogs } from '../lsp/catalog-files.ts';
import { openNotes } from '../lsp/note-files.ts';
import { folderChoice, oneOf } from './input.ts';
import { EXIT, type Io, UsageError } from './io.ts';

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'kubernetes-version': { type: 'string' },
      lang: { type: 'string', default: 'ko' },
    },
  });
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0) throw new UsageError(message('cli.usage.explain'));
  const language = oneOf<Language>('--lang', values.lang, ['ko', 'en']);
  const version = oneOf(
    '--kubernetes-version',
    values['kubernetes-version'] ?? folderChoice(io.cwd).kubernetesVersion,
    KUBERNETES_VERSIONS,
  );
  const here = import.meta.dirname;
  const catalog = openCatalogs(here)(version);
  const [name = '', ...fields] = wanted.replaceAll(/\[\d*\]/g, '').split('.');
  const known = findKind(catalog, name);
  const place = findField(catalog, known, fields);
  const parts = describeField({ catalog, language, note: openNotes(here) }, { known }, place.path, place.typed);
  const text = [...parts.map(forTerminal), fieldList(catalog, place.typed, language)].filter((part) => part !== '').join('\n\n');
  io.out(`${text}\n`);
  return EXIT.clean;
}

/** Short names that kubectl takes as well. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  cm: 'configmaps',
  cj: 'cronjobs',
  deploy: 'deployments',
  ds: 'daemonsets',
  ep: 'endpoints',
  hpa: 'horizontalpodautoscalers',
  ing: 'ingresses',
  netpol: 'networkpolicies',
  no: 'nodes',
  ns: 'namespaces',
  pc: 'priorityclasses',
  pdb: 'poddisruptionbudgets',
  po: 'pods',
  pv: 'persistentvolumes',
  pvc: 'persistentvolumeclaims',
  quota: 'resourcequotas',
  limits: 'limitranges',
  rc: 'replicationcontrollers',
  rs: 'replicasets',
  sa: 'serviceaccounts',
  sc: 'storageclasses',
  sts: 'statefulsets',
  svc: 'services',
};

function findKind(catalog: Catalog, name: string): Kind {
  const asked = name.toLowerCase();
  const full = SHORT_NAMES[asked] ?? asked;
  const found = catalog.kinds.find(({ kind, plural }) => kind.toLowerCase() === full || plural === full);
  const preferred = found && catalog.kindsNamed(found.kind)[0];
  if (preferred !== undefined) return preferred;
  const near = didYouMean(
    name,
    catalog.kinds.map(({ kind }) => kind),
  ).map(({ text }) => text);
  throw new UsageError(alike(message('cli.explain.noKind', { kind: name }), near));
}

/** Lists are walked through: `containers.image` is the image of any container. */
function findField(catalog: Catalog, kind: Kind, fields: readonly string[]): { readonly path: Path; readonly typed: TypedPlace } {
  let steps: Path = [];
  let typed: TypedPlace | undefined = typeAt(catalog, kind, steps);
  for (const field of fields) {
    while (typed?.type.is === 'list') {
      steps = [...steps, 0];
      typed = typeAt(catalog, kind, steps);
    }
    const around: TypedPlace | undefined = typed;
    steps = [...steps, field];
    typed = typeAt(catalog, kind, steps);
    if (typed === undefined) throw noField(catalog, around, field);
  }
  if (typed === undefined) throw noField(catalog, undefined, kind.kind);
  return { path: steps, typed };
}

function noField(catalog: Catalog, around: TypedPlace | undefined, field: string): UsageError {
  const owner = around && objectTypeOf(catalog, around.type);
  const near = didYouMean(field, [...(owner?.fields.keys() ?? [])]).map(({ text }) => text);
  return new UsageError(alike(message('cli.explain.noField', { field }), near));
}

function alike(problem: Message, near: readonly string[]): Message {
  return near.length === 0 ? problem : message('cli.explain.alike', { problem, near: near.join(', ') });
}

/** The fields below, with their types: what one may ask about next. */
function fieldList(catalog: Catalog, { type }: TypedPlace, language: Language): string {
  let held = type;
  while (held.is === 'list' || held.is === 'map') held = held.of;
  const fields = [...(objectTypeOf(catalog, held)?.fields.values() ?? [])];
  if (fields.length === 0) return '';
  const lines = fields.map((field) => `  ${field.name} <${formatType(field.type)}>`);
  return [say(language, message('cli.explain.fields')), ...lines].join('\n');
}

/** Commands of the editor mean nothing here: a link to a note becomes its title and id. */
function forTerminal(markdown: string): string {
  return markdown.replaceAll(/\[([^\]]+)\]\(command:[^?]+\?([^)]+)\)/g, (_, title: string, encoded: string) => {
    const [id] = JSON.parse(decodeURIComponent(encoded)) as readonly [string];
    return `${title} (${id})`;
  });
}
