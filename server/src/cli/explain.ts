/** `kijabi explain KIND[.FIELD…]`: the hover text of a field, in a terminal. */
import { parseArgs } from 'node:util';
import { didYouMean } from '../core/base/did-you-mean.ts';
import { describeField } from '../core/features/hover.ts';
import {
  type Catalog,
  DEFAULT_KUBERNETES_VERSION,
  type FieldType,
  type Kind,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../core/kube/catalog.ts';
import { typeAt } from '../core/kube/field-type.ts';
import type { Language } from '../core/text/text.ts';
import { message, say } from '../core/text/text.ts';
import { openCatalogs } from '../lsp/catalog-files.ts';
import { openNotes } from '../lsp/note-files.ts';
import { EXIT, type Io, UsageError } from './io.ts';

/** Short names that kubectl knows as well. */
const SHORT: Readonly<Record<string, string>> = {
  po: 'Pod',
  deploy: 'Deployment',
  rs: 'ReplicaSet',
  sts: 'StatefulSet',
  ds: 'DaemonSet',
  cj: 'CronJob',
  svc: 'Service',
  ing: 'Ingress',
  cm: 'ConfigMap',
  ns: 'Namespace',
  no: 'Node',
  pv: 'PersistentVolume',
  pvc: 'PersistentVolumeClaim',
  sc: 'StorageClass',
  sa: 'ServiceAccount',
  hpa: 'HorizontalPodAutoscaler',
  pdb: 'PodDisruptionBudget',
  netpol: 'NetworkPolicy',
  quota: 'ResourceQuota',
  rc: 'ReplicationController',
}; // prettier-ignore

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { lang: { type: 'string', default: 'ko' }, 'kubernetes-version': { type: 'string', default: DEFAULT_KUBERNETES_VERSION } },
  });
  const language: Language = values.lang === 'en' ? 'en' : values.lang === 'ko' ? 'ko' : refuse('--lang must be ko or en');
  const version =
    KUBERNETES_VERSIONS.find((each) => each === values['kubernetes-version']) ??
    refuse(`--kubernetes-version must be one of ${KUBERNETES_VERSIONS.join(', ')}`);
  const [place, ...others] = positionals;
  if (place === undefined || others.length > 0)
    throw new UsageError('explain needs one KIND[.FIELD…], for example pod.spec.containers.readinessProbe');
  io.out(`${explain(place, language, version)}\n`);
  return EXIT.clean;
}

function refuse(reason: string): never {
  throw new UsageError(reason);
}

function explain(place: string, language: Language, version: KubernetesVersion): string {
  const here = import.meta.dirname;
  const catalog = openCatalogs(here)(version);
  const [kindName = '', ...fields] = place.split('.');
  const kind = kindNamed(catalog, kindName, language);
  const path = pathOf(catalog, kind, fields, language);
  const asked = path.length === 0 ? ['kind'] : path;
  const typed = typeAt(catalog, kind, asked);
  if (typed === undefined) throw new UsageError(say(language, message('cli.explain.noField', { field: place, near: '' })));
  const parts = describeField({ catalog, language, note: openNotes(here) }, { known: kind }, asked, typed).filter((part) => part !== '');
  const below = fieldsBelow(catalog, path.length === 0 ? { is: 'object', type: kind.type } : typed.type);
  return [...parts, ...(below.length === 0 ? [] : [`${say(language, message('cli.explain.fields'))}\n${below.join('\n')}`])].join('\n\n');
}

function kindNamed(catalog: Catalog, written: string, language: Language): Kind {
  const name = (SHORT[written.toLowerCase()] ?? written).toLowerCase();
  const kind = catalog.kinds.find((each) => each.kind.toLowerCase() === name || each.plural === name);
  if (kind !== undefined) return catalog.kindsNamed(kind.kind)[0] ?? kind;
  const near = didYouMean(
    written,
    catalog.kinds.map((each) => each.kind.toLowerCase()),
  )
    .slice(0, 3)
    .map(({ text }) => text)
    .join(', ');
  throw new UsageError(say(language, message('cli.explain.noKind', { kind: written, near })));
}

/** List items need no index when one explains: `spec.containers.image`. */
function pathOf(catalog: Catalog, kind: Kind, fields: readonly string[], language: Language): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (const field of fields.map((each) => each.replace(/\[\d*\]$/, ''))) {
    let type = path.length === 0 ? undefined : typeAt(catalog, kind, path)?.type;
    if (type?.is === 'list') {
      path.push(0);
      type = type.of;
    }
    if (typeAt(catalog, kind, [...path, field]) === undefined) {
      const owner = catalog.type(type === undefined ? kind.type : type.is === 'object' ? type.type : '');
      const near = didYouMean(field, owner?.fields.keys() ?? [])
        .slice(0, 3)
        .map(({ text }) => text)
        .join(', ');
      throw new UsageError(say(language, message('cli.explain.noField', { field: [kind.kind, ...fields].join('.'), near })));
    }
    path.push(field);
  }
  return path;
}

function fieldsBelow(catalog: Catalog, type: FieldType): readonly string[] {
  if (type.is === 'list' || type.is === 'map') return fieldsBelow(catalog, type.of);
  if (type.is !== 'object') return [];
  return [...(catalog.type(type.type)?.fields.keys() ?? [])].map((name) => `  ${name}`);
}
