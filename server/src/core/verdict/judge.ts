import { isObject, type Json, type JsonObject } from '../base/json.ts';
import type { ObjectMeta } from '../generated/api.ts';
import type { Catalog, Kind } from '../kube/catalog.ts';
import { message } from '../text/text.ts';
import type { Document, DuplicateKey, NotJson, SyntaxProblem } from '../yaml/document.ts';
import { isSame } from './checks.ts';
import type { Context, Mutable } from './context.ts';
import { type FindCustomValidator, judgeCustom } from './custom.ts';
import { decode } from './decode.ts';
import { child, createReport, type Report, ROOT, warn } from './field.ts';
import { isGenerationCounted } from './generation.ts';
import { rulesOf } from './kinds.ts';
import { validateObjectMeta } from './metadata.ts';
import { pathSegment, pathSegmentPrefix } from './names.ts';
import type { Verdict, VerdictError } from './verdict.ts';

/**
 * What the API server says to creating this document by itself with strict field validation. A document that cannot be read
 * is refused for its text alone; one with unknown or repeated fields is judged further, as with `fieldValidation=Warn`.
 *
 * Mirrors staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go and pkg/registry/rest/create.go.
 */
export function judge(document: Document, catalog: Catalog, findCustomValidator?: FindCustomValidator): Verdict {
  const faults = document.problems.filter((problem) => problem.is === 'syntax');
  if (faults.length > 0) return refused(faults.map(syntaxError));
  const unreadable = document.problems.filter((problem) => problem.is === 'notJson');
  if (unreadable.length > 0) return refused(unreadable.map(notJson));
  const repeated = document.problems.filter((problem) => problem.is === 'duplicateKey').map(repeatedKey);
  return judged(document.value ?? null, catalog, repeated, findCustomValidator);
}

/** The same for plain data, e.g. what a controller creates. */
export function judgeValue(value: Json, catalog: Catalog, findCustomValidator?: FindCustomValidator): Verdict {
  return judged(value, catalog, [], findCustomValidator);
}

/** What every object has, decoded and open to be filled in. */
interface Written {
  metadata?: Mutable<ObjectMeta>;
}

function judged(
  value: Json,
  catalog: Catalog,
  repeated: readonly VerdictError[],
  findCustomValidator: FindCustomValidator | undefined,
): Verdict {
  const header = readHeader(value, catalog);
  if ('error' in header) return refused([header.error]);
  if (header.kind.custom) {
    const custom = judgeCustom(header.value, header.kind, catalog, findCustomValidator);
    return repeated.length === 0 ? custom : { ...custom, accepted: false, errors: [...repeated, ...custom.errors] };
  }
  const decoded = decode(header.value, header.kind.type, catalog);
  if (decoded.typeErrors.length > 0) return refused([...decoded.typeErrors, ...repeated, ...decoded.unknownFields]);
  const object = decoded.value;
  const { errors, warnings } = validated(object as Written, header.kind, { version: catalog.version, catalog });
  const all = [...repeated, ...decoded.unknownFields, ...errors];
  return { accepted: all.length === 0, errors: all, warnings, object };
}

/** Defaults, allocation, validation, warnings: each only when what came before found nothing. */
function validated(object: Written, kind: Kind, context: Context): Pick<Verdict, 'errors' | 'warnings'> {
  const rules = rulesOf(kind.apiVersion, kind.kind);
  const report = createReport();
  rules?.announce?.(report, context);
  prepareMetadata(object, kind);
  dropRepeatedOwners(report, object);
  rules?.setDefaults?.(object as never, context);
  rules?.allocate?.(object as never, report, context);
  if (report.errors.length === 0) rules?.validate(object as never, report, context);
  if (report.errors.length === 0) {
    const shape = { namespaced: kind.namespaced, name: pathSegment, prefix: pathSegmentPrefix, anyFinalizer: true };
    validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, shape);
  }
  if (report.errors.length === 0) rules?.warn?.(object as never, report, context);
  return report;
}

const DEFAULT_NAMESPACE = 'default';

/** The request's namespace is the object's, and none for a cluster's own kinds (EnsureObjectNamespaceMatchesRequestNamespace). */
function prepareMetadata(object: Written, kind: Kind): void {
  object.metadata ??= {};
  if (isGenerationCounted(kind.kind)) delete object.metadata.generation;
  if (!kind.namespaced) delete object.metadata.namespace;
  else if ((object.metadata.namespace ?? '') === '') object.metadata.namespace = DEFAULT_NAMESPACE;
}

/** dedupOwnerReferences of staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go: repeated owners are dropped with a warning. */
function dropRepeatedOwners(report: Report, object: Written): void {
  const owners = object.metadata?.ownerReferences ?? [];
  const repeated = owners.filter((owner, position) => owners.slice(0, position).some((earlier) => isSame(earlier, owner)));
  if (repeated.length === 0) return;
  const uids = repeated.map(({ uid = '' }) => uid).join(', ');
  const path = child(ROOT, 'metadata', 'ownerReferences');
  const text =
    'contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed:';
  warn(report, path, `.${path.text} ${text} ${uids}`, message('verdict.warnRepeated', { value: uids }));
  if (object.metadata !== undefined) object.metadata.ownerReferences = owners.filter((owner) => !repeated.includes(owner));
}

/** Finds the kind as the server's recognizer does: before anything else is decoded. */
function readHeader(value: Json, catalog: Catalog): { readonly kind: Kind; readonly value: JsonObject } | { readonly error: VerdictError } {
  if (!isObject(value)) {
    const detail = `couldn't get version/kind; json parse error: json: cannot unmarshal ${goName(value)} into Go value of type struct`;
    return { error: { class: 'type error', path: '', at: [], detail, message: message('verdict.notMapping') } };
  }
  const { apiVersion, kind } = value;
  if (typeof kind !== 'string' || kind === '') return { error: noKind('kind', "Object 'Kind' is missing") };
  if (typeof apiVersion !== 'string' || apiVersion === '') return { error: noKind('apiVersion', "Object 'apiVersion' is missing") };
  const found = catalog.kind(apiVersion, kind);
  if (found?.servedByDefault) return { kind: found, value };
  const detail = `no matches for kind "${kind}" in version "${apiVersion}"`;
  return {
    error: {
      class: 'no such kind',
      path: 'kind',
      at: ['kind'],
      value: kind,
      detail,
      message: message('verdict.noSuchKind', { kind, apiVersion }),
    },
  };
}

function noKind(field: 'kind' | 'apiVersion', detail: string): VerdictError {
  return { class: 'no such kind', path: field, at: [field], missing: field, detail, message: message('verdict.noKind', { field }) };
}

function goName(value: Json): string {
  return Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'number';
}

function refused(errors: readonly VerdictError[]): Verdict {
  return { accepted: false, errors, warnings: [] };
}

function syntaxError({ serverText, reason }: SyntaxProblem): VerdictError {
  return { class: 'yaml syntax', path: '', at: [], detail: serverText, message: message('verdict.yamlSyntax', { reason }) };
}

/** What YAML can say and JSON cannot, such as an infinite number. */
function notJson({ serverText, reason }: NotJson): VerdictError {
  return { class: 'type error', path: '', at: [], detail: serverText, message: message('verdict.notJson', { reason }) };
}

function repeatedKey({ serverText, key, line }: DuplicateKey): VerdictError {
  const words = message('verdict.duplicateKey', { key, line });
  return { class: 'duplicate field', path: key, at: [], value: key, detail: serverText, message: words };
}
