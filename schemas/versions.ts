/** From packages to the API of each version. */
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../server/src/core/kube/catalog.ts';
import { isWantedOfClientNode, readClientNode } from './client-node.ts';
import { apiVersionOf, isStillThere, type Overlay } from './overlay.ts';
import { type PulumiTypes, readPulumi } from './pulumi.ts';
import { groupWord, type RawField, type RawKind, type RawType, type RawVersion, reachableTypes } from './raw.ts';
import { fetchTarball, readTarball, type Source } from './tarball.ts';

const PULUMI_TYPES = 'types/input.d.ts';

/** The API of every known version, oldest first. */
export function readVersions(sources: readonly Source[], overlay: Overlay, cacheDir: string): ReadonlyMap<KubernetesVersion, RawVersion> {
  const filesOf = (name: string, version: string, wanted: (file: string) => boolean): ReadonlyMap<string, string> | undefined => {
    const source = sources.find((each) => each.name === name && each.kubernetes === version);
    return source === undefined ? undefined : readTarball(fetchTarball(source, cacheDir), wanted);
  };
  const pulumiByVersion = new Map<string, PulumiTypes>();
  for (const version of KUBERNETES_VERSIONS) {
    const text = filesOf('@pulumi/kubernetes', version, (file) => file === PULUMI_TYPES)?.get(PULUMI_TYPES);
    if (text !== undefined) pulumiByVersion.set(version, readPulumi(text));
  }
  const versions = new Map<KubernetesVersion, RawVersion>();
  for (const version of KUBERNETES_VERSIONS) {
    const files = filesOf('@kubernetes/client-node', version, isWantedOfClientNode);
    if (files === undefined) continue;
    // A version without a package of its own borrows the texts and group names of the next one.
    const pulumi = pulumiByVersion.get(version) ?? nearest(pulumiByVersion, version);
    versions.set(version, tidy(withTexts(readClientNode(files, groupsByTypeName(pulumi)), pulumi), version, overlay));
  }
  const [before, between, after] = [versions.get('1.34'), pulumiByVersion.get('1.35'), versions.get('1.36')];
  const older = pulumiByVersion.get('1.33');
  if (before === undefined || between === undefined || after === undefined || older === undefined)
    throw new Error('schemas: 1.35 needs its neighbours');
  versions.set('1.35', tidy(bridge(before, between, after, older), '1.35', overlay));
  return new Map(KUBERNETES_VERSIONS.map((version) => [version, versions.get(version) as RawVersion]));
}

function nearest(pulumiByVersion: ReadonlyMap<string, PulumiTypes>, version: string): PulumiTypes {
  const later = [...pulumiByVersion].find(([each]) => each > version);
  if (later === undefined) throw new Error(`schemas: no texts for ${version}`);
  return later[1];
}

function groupsByTypeName({ types }: PulumiTypes): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of types.keys()) {
    const [group = '', version, type] = name.split('.');
    const key = `${version}.${type}`;
    groups.set(key, [...(groups.get(key) ?? []), group]);
  }
  return groups;
}

/** client-node has no text for fields that refer to another type, pulumi has. */
function withTexts(version: RawVersion, { types }: PulumiTypes): RawVersion {
  const told = new Map<string, RawType>();
  for (const [name, type] of version.types) {
    const other = types.get(name);
    const texts = new Map(other?.fields.map((field) => [field.name, field.text]));
    const fields = type.fields.map((field) => ({ ...field, text: texts.get(field.name) || field.text }));
    told.set(name, { ...type, text: type.text || (other?.text ?? ''), fields });
  }
  return { kinds: version.kinds, types: told };
}

function tidy({ kinds, types }: RawVersion, version: string, overlay: Overlay): RawVersion {
  const there = kinds.filter((kind) => isStillThere(kind, version, overlay)).sort((a, b) => (kindId(a) < kindId(b) ? -1 : 1));
  return { kinds: there, types: reachableTypes(there, withEmptyObjects(types, overlay)) };
}

function withEmptyObjects(types: ReadonlyMap<string, RawType>, { emptyObjects }: Overlay): ReadonlyMap<string, RawType> {
  const typed = new Map<string, RawType>();
  for (const [name, type] of types) {
    const fields = type.fields.map((field): RawField => {
      const empty = emptyObjects[`${name}.${field.name}`];
      if (empty === undefined) return field;
      typed.set(empty, { name: empty, text: '', fields: [] });
      return { ...field, type: { is: 'object', type: empty } };
    });
    typed.set(name, { ...type, fields });
  }
  return typed;
}

function kindId(kind: RawKind): string {
  return `${apiVersionOf(kind)}/${kind.kind}`;
}

/**
 * 1.35 has no package of the exact kind: its kinds and the presence of fields come from pulumi, the fields' own facts from
 * the neighbouring versions. Pulumi's legacy (gone before `older`, in neither neighbour) is left out.
 */
function bridge(before: RawVersion, between: PulumiTypes, after: RawVersion, older: PulumiTypes): RawVersion {
  const known = new Map([...before.kinds, ...after.kinds].map((kind) => [kindId(kind), kind]));
  const kinds = [...known.values()].filter((kind) => between.kinds.has(kindId(kind)) || isReview(kind));
  for (const id of between.kinds) if (id === 'scheduling.k8s.io/v1alpha1/Workload' && !known.has(id)) kinds.push(workload());
  const types = new Map<string, RawType>();
  for (const [name, type] of new Map([...before.types, ...after.types, ...between.types])) {
    const pulumi = between.types.get(name);
    const [old, young] = [before.types.get(name), after.types.get(name)];
    if (pulumi === undefined) types.set(name, type);
    else
      types.set(name, { ...pulumi, text: (young ?? old ?? pulumi).text, fields: bridgeFields(pulumi, old, young, older.types.get(name)) });
  }
  return { kinds, types };
}

function bridgeFields(
  pulumi: RawType,
  old: RawType | undefined,
  young: RawType | undefined,
  legacy: RawType | undefined,
): readonly RawField[] {
  const named = (type: RawType | undefined, name: string): RawField | undefined => type?.fields.find((field) => field.name === name);
  return pulumi.fields.flatMap((field) => {
    const neighbour = named(young, field.name) ?? named(old, field.name);
    const isLegacy = neighbour === undefined && old !== undefined && young !== undefined && named(legacy, field.name) !== undefined;
    if (isLegacy) return [];
    if (neighbour === undefined) return [field];
    return [{ ...neighbour, required: field.required && neighbour.required, text: field.text || neighbour.text }];
  });
}

/** Reviews and bindings are never stored, so pulumi does not know them; they have not changed. */
function isReview(kind: RawKind): boolean {
  return ['authentication', 'authorization', 'apiserverinternal'].includes(groupWord(kind.group)) || kind.kind === 'Binding';
}

/** Served for one version only, by no other package. */
function workload(): RawKind {
  return {
    group: 'scheduling.k8s.io',
    version: 'v1alpha1',
    kind: 'Workload',
    plural: 'workloads',
    namespaced: true,
    type: 'scheduling.v1alpha1.Workload',
  };
}
