import type { JsonObject } from '../base/json.ts';
import { DEFAULT_KUBERNETES_VERSION, type KubernetesVersion } from './catalog.ts';
import { type CustomError, WHOLE } from './custom-error.ts';
import { pruneAndDefault } from './custom-pruning.ts';
import type { CustomResource } from './custom-resource.ts';
import { checkScale } from './scale-check.ts';
import { checkStructure, type EmbeddedMetadata, type StructureFindings } from './structure-check.ts';
import { checkValue } from './value-check.ts';
import { readValueSchema, type ValueSchema } from './value-schema.ts';

export interface CustomJudgement {
  /** In the server's order: unknown fields, values, scale, structure. */
  readonly errors: readonly CustomError[];
  /** Metadata of resources inside the resource, for those who know what metadata may be. */
  readonly embedded: readonly EmbeddedMetadata[];
  /** As the server keeps it: pruned, with defaults, without the status that only its controller sets. */
  readonly object: JsonObject;
}

/** Judges objects of one custom resource; `metadata` is judged elsewhere. */
export type CustomValidator = (object: JsonObject) => CustomJudgement;

/**
 * A validator for one version of a CustomResourceDefinition; its schema is read when first used. Expression rules
 * (x-kubernetes-validations) are not evaluated.
 *
 * Mirrors Validate of staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go.
 */
export function createCustomValidator(resource: CustomResource, version: KubernetesVersion = DEFAULT_KUBERNETES_VERSION): CustomValidator {
  const { schema, scale, hasStatus } = resource;
  let values: ValueSchema | undefined;
  return (given) => {
    const decoded = pruneAndDefault(given, schema);
    const { status: _, ...withoutStatus } = decoded.object;
    const object = hasStatus ? withoutStatus : decoded.object;
    values ??= readValueSchema(schema.source, version);
    const structure: StructureFindings = { errors: [], metadata: [] };
    checkStructure(object, schema, WHOLE, structure);
    const errors = [
      ...decoded.unknownFields,
      ...checkValue(object, values, WHOLE).errors,
      ...checkScale(object, scale),
      ...structure.errors,
    ];
    return { errors: unique(errors), embedded: structure.metadata, object };
  };
}

/** Alternatives of a schema may say the same of the same value. */
function unique(errors: readonly CustomError[]): readonly CustomError[] {
  return [...new Map(errors.map((error) => [`${error.class} ${error.path} ${error.detail}`, error])).values()];
}
