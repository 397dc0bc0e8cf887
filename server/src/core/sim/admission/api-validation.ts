import type { Json, JsonObject } from '../../base/json.ts';
import type { Catalog } from '../../kube/catalog.ts';
import { decode } from '../../verdict/decode.ts';
import { judgeValue } from '../../verdict/judge.ts';
import type { ErrorClass, VerdictError } from '../../verdict/verdict.ts';
import { createClusterStore } from '../cluster.ts';
import type { AdmissionPlugin, Refusal } from '../component.ts';
import { type KubeObject, refOf } from '../object.ts';

/**
 * What people apply is completed with the API's defaults and refused where the API server would refuse it. What controllers make of
 * it is made of parts that were judged, so it is not judged again.
 */
export function createApiValidation(catalog: Catalog): AdmissionPlugin {
  return {
    name: 'api-validation',
    admit(object, before, _cluster, _nowMs, by) {
      if (by !== 'user') return object;
      const { status, metadata, ...written } = object;
      const { labels, annotations, name, namespace, finalizers, ownerReferences } = metadata ?? {};
      const asked = withoutAbsent({
        ...written,
        metadata: withoutAbsent({ name, namespace, labels, annotations, finalizers, ownerReferences }),
      });
      const { accepted, errors, object: completed } = judgeValue(asked as Json, catalog);
      if (!accepted) return refuse(object, errors);
      if (completed === undefined) return object;
      const { metadata: _own, ...rest } = completed as KubeObject;
      if (before !== undefined) return { ...object, ...rest };
      return { ...(completed as KubeObject), metadata: object.metadata ?? {}, ...(KEEPS_STATUS.has(object.kind ?? '') ? { status } : {}) };
    },
  };
}

/**
 * The same for objects by themselves: completed as on creation, or refused. What a cluster gave (it has a UID) was judged there, perhaps by
 * another version: it only has to be readable. Its pods are taken as they are, since there may be very many.
 */
export function judgeOnCreation(catalog: Catalog): (object: KubeObject) => KubeObject | Refusal {
  const validation = createApiValidation(catalog);
  const cluster = createClusterStore();
  return (object) => {
    if (object.metadata?.uid === undefined) return validation.admit(object, undefined, cluster, 0, 'user');
    const type = object.kind === 'Pod' ? undefined : catalog.kind(object.apiVersion ?? '', object.kind ?? '')?.type;
    if (type === undefined) return object;
    const { value, typeErrors } = decode(object as JsonObject, type, catalog);
    return typeErrors.length === 0 ? (value as KubeObject) : refuse(object, typeErrors);
  };
}

/** Nodes tell what they have when they register; of all other kinds a status is dropped on creation (`pkg/registry/core/node`). */
const KEEPS_STATUS: ReadonlySet<string> = new Set(['Node']);

function withoutAbsent(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

const STATUS_BY_CLASS: Partial<Record<ErrorClass, Refusal['status']>> = { 'no such kind': 'NotFound', forbidden: 'Forbidden' };

/** The server's own sentence: `Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: …`. */
function refuse(object: KubeObject, errors: readonly VerdictError[]): Refusal {
  const group = object.apiVersion?.includes('/') ? `.${object.apiVersion.split('/')[0]}` : '';
  const texts = errors.map(errorText);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const status = (errors.length === 1 ? STATUS_BY_CLASS[errors[0]?.class ?? 'invalid value'] : undefined) ?? 'Invalid';
  return { ok: false, status, message: `${object.kind ?? ''}${group} "${refOf(object).name}" is invalid: ${list}` };
}

function errorText({ class: kind, path, value, detail }: VerdictError): string {
  const name = kind.charAt(0).toUpperCase() + kind.slice(1);
  const shown = value === undefined || kind === 'required value' || kind === 'forbidden' ? '' : `: ${JSON.stringify(value)}`;
  return `${path === '' ? '' : `${path}: `}${name}${shown}${detail === '' ? '' : `: ${detail}`}`;
}
