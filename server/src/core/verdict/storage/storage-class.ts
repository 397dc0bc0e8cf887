import type { StorageClass, TopologySelectorLabelRequirement, TopologySelectorTerm } from '../../generated/api.ts';
import { checkOneOf, isSame } from '../checks.ts';
import type { KindRules, Mutable } from '../context.ts';
import { warnOfNodeLabel } from '../deprecated-node-labels.ts';
import { child, duplicate, eachItem, type FieldPath, invalidFor, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, qualifiedName } from '../names.ts';
import { validateParameters, validateProvisioner } from './parameters.ts';

const TOPOLOGIES = child(ROOT, 'allowedTopologies');

/** storage.k8s.io/v1 StorageClass: ValidateStorageClass (pkg/apis/storage/validation/validation.go). */
export const storageClass: KindRules<StorageClass> = { setDefaults, validate, warn: warnOfClass };

function setDefaults(object: Mutable<StorageClass>): void {
  object.reclaimPolicy ??= 'Delete';
  object.volumeBindingMode ??= 'Immediate';
}

function validate(object: StorageClass, report: Report): void {
  const { metadata, provisioner, parameters = {}, reclaimPolicy = '', volumeBindingMode } = object;
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: false, name: dnsSubdomain });
  validateProvisioner(report, child(ROOT, 'provisioner'), provisioner);
  validateParameters(report, child(ROOT, 'parameters'), parameters, true);
  if (reclaimPolicy !== '') checkOneOf(report, child(ROOT, 'reclaimPolicy'), reclaimPolicy, ['Delete', 'Retain']);
  checkOneOf(report, child(ROOT, 'volumeBindingMode'), volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']);
  // The server's list of earlier terms begins with empty ones.
  const before: Readonly<Record<string, readonly string[]>>[] = [{}];
  eachItem(TOPOLOGIES, object.allowedTopologies, (term, path) => {
    const values = validateTerm(report, path, term);
    if (before.some((other) => isSame(other, values))) duplicate(report, child(path, 'matchLabelExpressions'), '');
    before.push(values);
  });
}

/** ValidateTopologySelectorTerm: gives the sorted values by key. */
function validateTerm(
  report: Report,
  path: FieldPath,
  { matchLabelExpressions }: TopologySelectorTerm,
): Readonly<Record<string, readonly string[]>> {
  const valuesByKey: Record<string, readonly string[]> = {};
  eachItem(child(path, 'matchLabelExpressions'), matchLabelExpressions, (requirement, at) => {
    validateRequirement(report, at, requirement);
    const { key = '', values = [] } = requirement;
    if (Object.hasOwn(valuesByKey, key)) duplicate(report, child(at, 'key'), key);
    valuesByKey[key] = [...new Set(values)].sort();
  });
  return valuesByKey;
}

function validateRequirement(report: Report, path: FieldPath, { key = '', values = [] }: TopologySelectorLabelRequirement): void {
  const list = child(path, 'values');
  if (values.length === 0) required(report, list);
  const seen = new Set<string>();
  eachItem(list, values, (value, at) => {
    if (seen.has(value)) duplicate(report, at, value);
    seen.add(value);
  });
  invalidFor(report, child(path, 'key'), key, qualifiedName(key));
}

/** GetWarningsForStorageClass (pkg/api/storage/util.go). */
function warnOfClass({ allowedTopologies }: StorageClass, report: Report): void {
  eachItem(TOPOLOGIES, allowedTopologies, (term, path) => {
    eachItem(child(path, 'matchLabelExpressions'), term.matchLabelExpressions, ({ key = '' }, at) => {
      const place = child(at, 'key');
      warnOfNodeLabel(report, place, key, (sentence) => `${place.text}: ${sentence}`);
    });
  });
}
