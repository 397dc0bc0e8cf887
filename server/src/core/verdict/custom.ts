import { formatPath, isObject, type Json, type JsonObject } from '../base/json.ts';
import type { ObjectMeta } from '../generated/api.ts';
import type { Catalog, Kind } from '../kube/catalog.ts';
import type { CustomError } from '../kube/custom-error.ts';
import type { CustomValidator } from '../kube/custom-validator.ts';
import type { EmbeddedMetadata } from '../kube/structure-check.ts';
import { message } from '../text/text.ts';
import { type Decoded, decode } from './decode.ts';
import { child, createReport, eachItem, type FieldPath, type Report, ROOT, warn } from './field.ts';
import { validateObjectMeta } from './metadata.ts';
import { dnsSubdomain, pathSegment, pathSegmentPrefix } from './names.ts';
import type { Verdict, VerdictError } from './verdict.ts';

/** Finds what judges the objects of a custom kind; undefined where its schema is not known. */
export type FindCustomValidator = (kind: Kind) => CustomValidator | undefined;

/**
 * A custom resource: its metadata as that of every object, all else by its schema.
 *
 * Mirrors staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go.
 */
export function judgeCustom(value: JsonObject, kind: Kind, catalog: Catalog, findValidator: FindCustomValidator | undefined): Verdict {
  const given = value.metadata ?? {};
  if (!isObject(given)) return { accepted: false, errors: [wrongMetadata(given)], warnings: [] };
  const metadata = decodeMetadata({ path: 'metadata', at: ['metadata'], value: given }, catalog);
  if (metadata.typeErrors.length > 0) return { accepted: false, errors: metadata.typeErrors, warnings: [] };
  const judged = findValidator?.(kind)?.(value) ?? { errors: [], embedded: [], object: value };
  const report = createReport();
  const place = child(ROOT, 'metadata');
  const object = metadata.value as ObjectMeta & { namespace?: string };
  if (kind.namespaced) object.namespace ??= 'default';
  else delete object.namespace;
  validateObjectMeta(report, place, object, { namespaced: kind.namespaced, name: dnsSubdomain, anyFinalizer: true });
  warnOfFinalizers(report, child(place, 'finalizers'), object.finalizers ?? []);
  const embedded = judged.embedded.flatMap((each) => judgeEmbedded(each, catalog));
  const errors = [...metadata.unknownFields, ...judged.errors.map(toVerdictError), ...report.errors, ...embedded];
  return { accepted: errors.length === 0, errors, warnings: report.warnings, object: judged.object };
}

function wrongMetadata(value: Json): VerdictError {
  const detail = 'json: cannot unmarshal into Go value of type v1.ObjectMeta';
  const words = message('verdict.customInvalid', { field: 'metadata', detail });
  return { class: 'type error', path: 'metadata', at: ['metadata'], value, detail, message: words };
}

/** Metadata of a resource inside the resource: may lack a name, and be in any namespace or none. */
function judgeEmbedded(metadata: EmbeddedMetadata, catalog: Catalog): readonly VerdictError[] {
  const { typeErrors, unknownFields, value } = decodeMetadata(metadata, catalog);
  if (typeErrors.length > 0) return typeErrors;
  const report = createReport();
  const object = value as ObjectMeta;
  const shape = { namespaced: (object.namespace ?? '') !== '', name: pathSegment, prefix: pathSegmentPrefix, anyFinalizer: true };
  validateObjectMeta(report, { text: metadata.path, at: metadata.at }, { ...object, name: object.name || 'fakename' }, shape);
  return [...unknownFields, ...report.errors];
}

/** Metadata are decoded by themselves, all else is not typed. */
function decodeMetadata({ path: place, at, value }: EmbeddedMetadata, catalog: Catalog): Decoded {
  const decoded = decode(value, 'meta.v1.ObjectMeta', catalog);
  const within = (error: VerdictError): VerdictError => {
    const path = `${place}.${error.path}`;
    const detail = error.class === 'unknown field' ? `unknown field "${path}"` : error.detail;
    return { ...error, path, at: [...at, ...error.at], detail };
  };
  return { value: decoded.value, typeErrors: decoded.typeErrors.map(within), unknownFields: decoded.unknownFields.map(within) };
}

/** What a schema finds in a value, as part of a verdict. */
export function toVerdictError({ class: errorClass, path, at, detail, value, allowed }: CustomError): VerdictError {
  const field = formatPath(at);
  const last = at.at(-1);
  const base = { class: errorClass, path, at, detail, ...(value === undefined ? {} : { value }) };
  switch (errorClass) {
    case 'required value':
      return { ...base, message: message('verdict.required', { field }), ...(typeof last === 'string' ? { missing: last } : {}) };
    case 'unknown field':
      return { ...base, detail: `unknown field "${path}"`, message: message('verdict.customUnknown', { field, name: String(last) }) };
    case 'unsupported value': {
      const listed = allowed ?? [];
      const words = message('verdict.notSupported', { field, value: String(value), allowed: listed.join(', ') });
      return { ...base, allowed: listed, message: words };
    }
    case 'duplicate value':
      return { ...base, message: message('verdict.duplicate', { field, value: JSON.stringify(value) ?? '' }) };
    default:
      return { ...base, message: message('verdict.customInvalid', { field, detail }) };
  }
}

/** A custom resource's finalizers may lack a domain, which the server only warns of. */
function warnOfFinalizers(report: Report, path: FieldPath, finalizers: readonly string[]): void {
  eachItem(path, finalizers, (finalizer, place) => {
    if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return;
    const what = finalizer.includes('.') ? ' including a path (/)' : '';
    const text = `${path.text}: "${finalizer}": prefer a domain-qualified finalizer name${what} to avoid accidental conflicts with other finalizer writers`;
    warn(report, place, text, message('verdict.finalizer', { value: finalizer }));
  });
}

const STANDARD_FINALIZERS = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);
