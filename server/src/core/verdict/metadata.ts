import type { ObjectMeta, OwnerReference } from '../generated/api.ts';
import { message } from '../text/text.ts';
import { child, type FieldPath, forbidden, index, invalid, invalidFor, type Report, required, tooLong } from './field.ts';
import { byteLength, dnsLabel, maskTrailingDash, type NameCheck, qualifiedName } from './names.ts';
import { requireNotNegative } from './numbers.ts';
import { validateLabels } from './selectors.ts';

/** How a kind's metadata is validated. */
export interface MetadataRules {
  readonly namespaced: boolean;
  readonly name: NameCheck;
  /** The check of `generateName` where it is not that of the name with a letter after it. */
  readonly prefix?: NameCheck;
  /** `generateName` is not looked at, only the name made from it. */
  readonly anyPrefix?: boolean;
  /** Finalizers without a domain must be ones Kubernetes knows; not asked by groups that do without the core package's check. */
  readonly anyFinalizer?: boolean;
}

/**
 * Name, namespace, labels, annotations, owners and finalizers.
 *
 * Mirrors ValidateObjectMeta of pkg/apis/core/validation/validation.go and of
 * staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go.
 */
export function validateObjectMeta(report: Report, path: FieldPath, metadata: ObjectMeta | undefined, rules: MetadataRules): void {
  const { generateName = '', namespace = '' } = metadata ?? {};
  if (generateName !== '' && rules.anyPrefix !== true) validateGenerateName(report, child(path, 'generateName'), generateName, rules);
  const name = effectiveName(metadata);
  if (name === '') {
    required(report, child(path, 'name'), 'name or generateName is required', message('verdict.nameRequired'));
  } else invalidFor(report, child(path, 'name'), name, rules.name(name));
  if (!rules.namespaced) {
    if (namespace !== '') forbidden(report, child(path, 'namespace'), 'not allowed on this type', message('verdict.namespaceForbidden'));
  } else if (namespace === '') required(report, child(path, 'namespace'));
  else invalidFor(report, child(path, 'namespace'), namespace, dnsLabel(namespace));
  requireNotNegative(report, child(path, 'generation'), metadata?.generation);
  validateLabels(report, child(path, 'labels'), metadata?.labels);
  validateAnnotations(report, child(path, 'annotations'), metadata?.annotations);
  validateOwners(report, child(path, 'ownerReferences'), metadata?.ownerReferences ?? []);
  validateFinalizers(report, child(path, 'finalizers'), metadata?.finalizers ?? [], rules.anyFinalizer === true);
}

/**
 * The name an object gets: the one written, or one made from `generateName` (its five random letters shown as x).
 *
 * Mirrors staging/src/k8s.io/apiserver/pkg/storage/names/generate.go.
 */
export function effectiveName(metadata: ObjectMeta | undefined): string {
  const { name = '', generateName = '' } = metadata ?? {};
  if (name !== '' || generateName === '') return name;
  return `${generateName.slice(0, LONGEST_GENERATED - RANDOM_LETTERS.length)}${RANDOM_LETTERS}`;
}

/** Annotation keys (their case does not matter) and their total size. */
export function validateAnnotations(report: Report, path: FieldPath, annotations: Readonly<Record<string, string>> | undefined): void {
  let size = 0;
  for (const [name, value] of Object.entries(annotations ?? {})) {
    invalidFor(report, path, name, qualifiedName(name.toLowerCase()));
    size += byteLength(name) + byteLength(value);
  }
  if (size > LARGEST_ANNOTATIONS) tooLong(report, path, undefined, LARGEST_ANNOTATIONS);
}

const LONGEST_GENERATED = 63;
const RANDOM_LETTERS = 'xxxxx';
const LARGEST_ANNOTATIONS = 256 * 1024;
const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

function validateGenerateName(report: Report, path: FieldPath, generateName: string, rules: MetadataRules): void {
  if (rules.prefix !== undefined) invalidFor(report, path, generateName, rules.prefix(generateName));
  else invalidFor(report, path, generateName, rules.name(maskTrailingDash(generateName)));
}

function validateOwners(report: Report, path: FieldPath, owners: readonly OwnerReference[]): void {
  let controller: string | undefined;
  for (const owner of owners) {
    validateOwner(report, path, owner);
    if (owner.controller !== true) continue;
    const name = `${owner.kind}/${owner.name}`;
    if (controller === undefined) controller = name;
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`;
      invalid(report, path, undefined, detail, message('verdict.ownerControllers', { first: controller, second: name }));
    }
  }
}

function validateOwner(report: Report, path: FieldPath, owner: OwnerReference): void {
  const { apiVersion = '', kind = '', name = '', uid = '' } = owner;
  if (versionOf(apiVersion) === '') {
    invalid(report, child(path, 'apiVersion'), apiVersion, 'version must not be empty', message('verdict.ownerVersion'));
  }
  for (const [field, value] of Object.entries({ kind, name, uid })) {
    if (value === '') invalid(report, child(path, field), value, 'must not be empty', message('verdict.notEmpty'));
  }
  if (apiVersion === 'v1' && kind === 'Event') {
    invalid(report, path, undefined, '/v1, Kind=Event is disallowed from being an owner', message('verdict.ownerEvent'));
  }
}

function versionOf(apiVersion: string): string {
  const parts = apiVersion.split('/');
  return parts.length > 2 ? '' : (parts.at(-1) ?? '');
}

function validateFinalizers(report: Report, path: FieldPath, finalizers: readonly string[], isAnyFine: boolean): void {
  for (const finalizer of finalizers) invalidFor(report, path, finalizer, qualifiedName(finalizer));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    invalid(report, path, [...finalizers], detail, message('verdict.finalizersConflict'));
  }
  if (isAnyFine) return;
  finalizers.forEach((finalizer, position) => {
    validateKubeFinalizer(report, index(path, position), finalizer);
  });
}

/** validateKubeFinalizerName: a finalizer without a domain has to be one of Kubernetes' own. Also for a Namespace's `spec.finalizers`. */
export function validateKubeFinalizer(report: Report, path: FieldPath, finalizer: string): void {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return;
  const detail = 'name is neither a standard finalizer name nor is it fully qualified';
  invalid(report, path, finalizer, detail, message('verdict.finalizer'));
}
