import kubeconfig from '../../../../schemas/kubeconfig.json' with { type: 'json' };
import kustomization from '../../../../schemas/kustomization.json' with { type: 'json' };
import type { Json, JsonObject } from '../base/json.ts';
import { type Catalog, DEFAULT_KUBERNETES_VERSION, type Kind } from './catalog.ts';
import { createCatalog } from './create-catalog.ts';
import { validatorsOf } from './custom-kinds.ts';
import { type CustomResource, describeCustomResources } from './custom-resource.ts';
import type { CustomJudgement } from './custom-validator.ts';
import { readStructuralSchema } from './structural-schema.ts';

const RESOURCES: readonly CustomResource[] = [
  describeTool('kustomize.config.k8s.io', 'v1beta1', 'Kustomization', kustomization),
  describeTool('kustomize.config.k8s.io', 'v1alpha1', 'Component', kustomization),
  describeTool('', 'v1', 'Config', kubeconfig),
];
const validatorOf = validatorsOf(RESOURCES);

/** The kinds of files that kustomize and kubectl read and that no server sees: they are in no catalog of the API. */
export const TOOL_CATALOG: Catalog = openToolCatalog();

/** The kind of such a file; undefined for anything else. */
export function toolKindOf({ apiVersion, kind }: JsonObject): Kind | undefined {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  return TOOL_CATALOG.kind(apiVersion, kind);
}

/** What the tool says of its file: fields it does not know, and values of other types. */
export function judgeToolFile(value: JsonObject, kind: Kind): CustomJudgement['errors'] {
  return validatorOf(kind)?.(value).errors ?? [];
}

function describeTool(group: string, version: string, kind: string, schema: Json): CustomResource {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const plural = `${kind.toLowerCase()}s`;
  const shown = { group, version, apiVersion, kind, plural, namespaced: false, type: `${apiVersion}.${kind}` };
  return { kind: { ...shown, servedByDefault: true, custom: true }, schema: readStructuralSchema(schema), hasStatus: false };
}

function openToolCatalog(): Catalog {
  const described = describeCustomResources(RESOURCES);
  const types = new Map(described.types);
  for (const { kind } of RESOURCES) {
    const type = types.get(kind.type);
    // Metadata is nothing a person writes in these files.
    const fields = [...(type?.fields ?? [])].filter(([name]) => name !== 'metadata');
    if (type !== undefined) types.set(kind.type, { ...type, fields: new Map(fields) });
  }
  const file = { version: DEFAULT_KUBERNETES_VERSION, kinds: [], types: {} };
  return createCatalog(file, [], () => ({ texts: [], types: {} }), { ...described, types });
}
