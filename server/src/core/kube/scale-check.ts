import { isObject, type Json, type JsonObject } from '../base/json.ts';
import type { CustomError } from './custom-error.ts';

/** Where a custom resource that can be scaled holds its numbers: JSON paths without arrays, `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicas: string;
  readonly statusReplicas: string;
  readonly labelSelector?: string;
}

const MOST_REPLICAS = 2_147_483_647;

/**
 * What `kubectl scale` would read has to be a number of replicas, and the selector a text.
 *
 * Mirrors ValidateScaleSpec and ValidateScaleStatus of
 * staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go.
 */
export function checkScale(object: JsonObject, scale: ScalePaths | undefined): readonly CustomError[] {
  if (scale === undefined) return [];
  const { specReplicas, statusReplicas, labelSelector } = scale;
  const faults = [replicasFault(object, specReplicas), replicasFault(object, statusReplicas)];
  if (labelSelector !== undefined) faults.push(selectorFault(object, labelSelector));
  return faults.filter((fault) => fault !== undefined);
}

function replicasFault(object: JsonObject, path: string): CustomError | undefined {
  const found = follow(object, path);
  if (found === undefined) return undefined;
  const { value, isEnd } = found;
  if (!isEnd || !isWhole(value)) return fault(path, value, `accessor error: expected ${isEnd ? 'int64' : 'map[string]interface{}'}`);
  if (value < 0) return fault(path, value, 'should be a non-negative integer');
  return value > MOST_REPLICAS ? fault(path, value, `should be less than or equal to ${MOST_REPLICAS}`) : undefined;
}

function selectorFault(object: JsonObject, path: string): CustomError | undefined {
  const found = follow(object, path);
  if (found === undefined || (found.isEnd && typeof found.value === 'string')) return undefined;
  return fault(path, found.value, `accessor error: expected ${found.isEnd ? 'string' : 'map[string]interface{}'}`);
}

function isWhole(value: Json): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
}

/** The value at the end of a path, or the one on its way that has no members; undefined where the path ends early. */
function follow(object: JsonObject, path: string): { readonly value: Json; readonly isEnd: boolean } | undefined {
  let value: Json = object;
  for (const step of steps(path)) {
    if (value === null) return undefined;
    if (!isObject(value)) return { value, isEnd: false };
    const next: Json | undefined = value[step];
    if (next === undefined) return undefined;
    value = next;
  }
  return { value, isEnd: true };
}

function steps(path: string): readonly string[] {
  return path.replace(/^\./, '').split('.');
}

function fault(path: string, value: Json, detail: string): CustomError {
  return { class: 'invalid value', path, at: steps(path), detail: `${path} ${detail}`, value };
}
