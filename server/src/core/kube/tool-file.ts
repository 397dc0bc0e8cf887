import kubeconfig from '../../../../schemas/kubeconfig.json' with { type: 'json' };
import kustomization from '../../../../schemas/kustomization.json' with { type: 'json' };
import { isArray, isObject, type Json, type JsonObject } from '../base/json.ts';
import type { Language } from '../text/text.ts';
import { type Catalog, DEFAULT_KUBERNETES_VERSION, type Kind } from './catalog.ts';
import { createCatalog } from './create-catalog.ts';
import { validatorsOf } from './custom-kinds.ts';
import { type CustomResource, describeCustomResources } from './custom-resource.ts';
import type { CustomJudgement } from './custom-validator.ts';
import { readStructuralSchema } from './structural-schema.ts';

export const KUSTOMIZE_GROUP = 'kustomize.config.k8s.io';
const KOREAN = 'x-korean';
const RESOURCES = resourcesIn('en');
const validatorOf = validatorsOf(RESOURCES);

/** The kinds of files that kustomize and kubectl read and that no server sees: they are in no catalog of the API. */
export const TOOL_CATALOG: Catalog = openToolCatalog('en');
const KUSTOMIZATION = TOOL_CATALOG.kind(`${KUSTOMIZE_GROUP}/v1beta1`, 'Kustomization');
const KUSTOMIZATION_FIELDS = KUSTOMIZATION && TOOL_CATALOG.type(KUSTOMIZATION.type)?.fields;
const IN_KOREAN = openToolCatalog('ko');

/** The same, described in one language. */
export function toolCatalog(language: Language): Catalog {
  return language === 'ko' ? IN_KOREAN : TOOL_CATALOG;
}

/** The kind of such a file; undefined for anything else. A kustomization may leave out what it is: its fields tell. */
export function toolKindOf(value: JsonObject): Kind | undefined {
  const { apiVersion, kind } = value;
  if (typeof apiVersion === 'string' && typeof kind === 'string') return TOOL_CATALOG.kind(apiVersion, kind);
  return apiVersion === undefined && kind === undefined && isShapedAsKustomization(value) ? KUSTOMIZATION : undefined;
}

/** Lists of manifests, and nothing that kustomize does not know. */
function isShapedAsKustomization(value: JsonObject): boolean {
  const lists = ['resources', 'bases', 'components'].map((key) => value[key]).filter((each) => each !== undefined);
  const areFiles = lists.every((each) => isArray(each) && each.length > 0 && each.every((name) => /\.ya?ml$|\//.test(String(name))));
  return lists.length > 0 && areFiles && Object.keys(value).every((key) => KUSTOMIZATION_FIELDS?.has(key) === true);
}

/** What the tool says of its file: fields it does not know, and values of other types. */
export function judgeToolFile(value: JsonObject, kind: Kind): CustomJudgement['errors'] {
  return validatorOf(kind)?.(value).errors ?? [];
}

function resourcesIn(language: Language): readonly CustomResource[] {
  const [files, config] = [spoken(kustomization, language), spoken(kubeconfig, language)];
  return [
    describeTool(KUSTOMIZE_GROUP, 'v1beta1', 'Kustomization', files),
    describeTool(KUSTOMIZE_GROUP, 'v1alpha1', 'Component', files),
    describeTool('', 'v1', 'Config', config),
  ];
}

function describeTool(group: string, version: string, kind: string, schema: Json): CustomResource {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const plural = `${kind.toLowerCase()}s`;
  const shown = { group, version, apiVersion, kind, plural, namespaced: false, type: `${apiVersion}.${kind}` };
  return { kind: { ...shown, servedByDefault: true, custom: true }, schema: readStructuralSchema(schema), hasStatus: false };
}

/** Our schemas are described in English; the Korean words stand beside them. */
function spoken(schema: Json, language: Language): Json {
  if (isArray(schema)) return schema.map((each) => spoken(each, language));
  if (!isObject(schema)) return schema;
  const inner = Object.entries(schema).map(([key, value]) => [key, spoken(value, language)] as const);
  const korean = language === 'ko' ? schema[KOREAN] : undefined;
  return Object.fromEntries(korean === undefined ? inner : [...inner, ['description', korean]]);
}

function openToolCatalog(language: Language): Catalog {
  const resources = resourcesIn(language);
  const described = describeCustomResources(resources);
  const types = new Map(described.types);
  for (const { kind } of resources) {
    const type = types.get(kind.type);
    // Metadata is nothing a person writes in these files.
    const fields = [...(type?.fields ?? [])].filter(([name]) => name !== 'metadata');
    if (type !== undefined) types.set(kind.type, { ...type, fields: new Map(fields) });
  }
  const file = { version: DEFAULT_KUBERNETES_VERSION, kinds: [], types: {} };
  return createCatalog(file, [], () => ({ texts: [], types: {} }), { ...described, types });
}
