import {
  type Catalog,
  type Field,
  type Kind,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
  type ObjectType,
  type Retirement,
} from './catalog.ts';
import { type CatalogFile, decodeField, type EncodedKind, type TextIndexFile, type TextsFile } from './catalog-file.ts';

/** Kinds and types that come from CustomResourceDefinitions. */
export interface CustomResources {
  readonly kinds: readonly Kind[];
  readonly types: ReadonlyMap<string, ObjectType>;
  readonly texts: ReadonlyMap<string, string>;
}

/** API texts, loaded when first asked for. */
export type LoadTexts = () => TextsFile & TextIndexFile;

const NO_CUSTOM: CustomResources = { kinds: [], types: new Map(), texts: new Map() };

/** Groups whose kinds come first where several groups have one of that name. */
const PREFERRED_GROUPS = ['', 'apps', 'batch', 'networking.k8s.io', 'autoscaling', 'policy', 'rbac.authorization.k8s.io', 'storage.k8s.io'];

/** The catalog of one version. Types are decoded when first asked for. */
export function createCatalog(
  file: CatalogFile,
  retirements: readonly Retirement[],
  loadTexts: LoadTexts,
  custom: CustomResources = NO_CUSTOM,
): Catalog {
  const kinds = [...file.kinds.map(decodeKind), ...custom.kinds];
  const kindById = new Map(kinds.map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]));
  const retirementById = new Map(retirements.map((each) => [`${each.apiVersion}/${each.kind}`, each]));
  const typeByName = new Map<string, ObjectType>(custom.types);
  const kindsByName = groupByName(kinds);
  let texts: ReturnType<LoadTexts> | undefined;

  function type(name: string): ObjectType | undefined {
    const known = typeByName.get(name);
    if (known !== undefined) return known;
    const encoded = Object.hasOwn(file.types, name) ? file.types[name] : undefined;
    if (encoded === undefined) return undefined;
    const fields = new Map<string, Field>(Object.entries(encoded).map(([field, text]) => [field, decodeField(field, text)]));
    const decoded: ObjectType = { name, fields, open: false };
    typeByName.set(name, decoded);
    return decoded;
  }

  return {
    version: file.version,
    kinds,
    kind: (apiVersion, kind) => kindById.get(`${apiVersion}/${kind}`),
    kindsNamed: (kind) => kindsByName.get(kind) ?? [],
    type,
    retirement: (apiVersion, kind) => retirementById.get(`${apiVersion}/${kind}`),
    elsewhere(name, field) {
      const fields = file.elsewhere?.[name] ?? {};
      const version = Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (version === undefined) return undefined;
      const isLater = KUBERNETES_VERSIONS.indexOf(version) > KUBERNETES_VERSIONS.indexOf(file.version);
      return isLater ? { since: version } : { until: version };
    },
    describe(name, field = '') {
      const own = custom.texts.get(field === '' ? name : `${name}.${field}`);
      if (own !== undefined) return own;
      texts ??= loadTexts();
      const number = texts.types[name]?.[field];
      return number === undefined ? undefined : texts.texts[number];
    },
  };
}

function decodeKind([group, version, kind, plural, namespaced, type, servedByDefault]: EncodedKind): Kind {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { group, version, apiVersion, kind, plural, namespaced, type, servedByDefault, custom: false };
}

function groupByName(kinds: readonly Kind[]): ReadonlyMap<string, readonly Kind[]> {
  const byName = new Map<string, Kind[]>();
  for (const kind of kinds) byName.set(kind.kind, [...(byName.get(kind.kind) ?? []), kind]);
  for (const same of byName.values()) same.sort((a, b) => rank(a) - rank(b));
  return byName;
}

/** Served before unserved, built-in before custom, well-known groups first, newer versions first. */
function rank({ group, version, servedByDefault, custom }: Kind): number {
  const known = PREFERRED_GROUPS.indexOf(group);
  const number = Number(/\d+/.exec(version)?.[0] ?? 0);
  return (servedByDefault ? 0 : 1e6) + (custom ? 1e5 : 0) + (known < 0 ? PREFERRED_GROUPS.length : known) * 1e3 - number;
}

/** What the loaders of catalogs offer: every known version, ready when asked for. */
export type CatalogOf = (version: KubernetesVersion, custom?: CustomResources) => Catalog;
