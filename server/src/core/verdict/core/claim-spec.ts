import type { PersistentVolumeClaimSpec, TypedLocalObjectReference, TypedObjectReference } from '../../generated/api.ts';
import { rounded } from '../../kube/pod-resource-defaults.ts';
import { formatQuantity, milliValue, quantityOf, signOf } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import type { Context, Mutable } from '../context.ts';
import {
  child,
  eachItem,
  type FieldPath,
  forbidden,
  invalid,
  invalidFor,
  key,
  notSupported,
  type Report,
  required,
  warn,
} from '../field.ts';
import { dnsLabel, dnsSubdomain, POSITIVE } from '../names.ts';
import { validateLabelSelector } from '../selectors.ts';
import { has } from '../versions.ts';

export const ACCESS_MODES: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
export const VOLUME_MODES: readonly string[] = ['Block', 'Filesystem'];

/** SetDefaults_PersistentVolumeClaimSpec of pkg/apis/core/v1/defaults.go. */
export function setClaimSpecDefaults(spec: Mutable<PersistentVolumeClaimSpec>): void {
  spec.volumeMode ??= 'Filesystem';
  const { resources } = spec;
  if (resources?.requests !== undefined) resources.requests = rounded(resources.requests);
  if (resources?.limits !== undefined) resources.limits = rounded(resources.limits);
}

/** ValidatePersistentVolumeClaimSpec of pkg/apis/core/validation/validation.go: of claims, claim templates and ephemeral volumes. */
export function validateClaimSpec(report: Report, path: FieldPath, spec: PersistentVolumeClaimSpec | undefined, context: Context): void {
  const { accessModes = [], storageClassName = '', volumeMode, volumeAttributesClassName = '' } = spec ?? {};
  if (accessModes.length === 0) required(report, child(path, 'accessModes'), 'at least 1 access mode is required');
  validateLabelSelector(report, child(path, 'selector'), spec?.selector);
  validateAccessModes(report, child(path, 'accessModes'), accessModes);
  validateStorage(report, path, spec?.resources?.requests?.storage);
  if (storageClassName !== '') invalidFor(report, child(path, 'storageClassName'), storageClassName, dnsSubdomain(storageClassName));
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode)) {
    notSupported(report, child(path, 'volumeMode'), volumeMode, VOLUME_MODES);
  }
  validateDataSources(report, path, spec?.dataSource, spec?.dataSourceRef);
  if (volumeAttributesClassName !== '' && has(context, 'volumeAttributesClass')) {
    const at = child(path, 'volumeAttributesClassName');
    invalidFor(report, at, volumeAttributesClassName, dnsSubdomain(volumeAttributesClassName));
  }
}

/** Known modes, and ReadWriteOncePod by itself; also of volumes. The server names the list, not the item. */
export function validateAccessModes(report: Report, path: FieldPath, modes: readonly string[]): void {
  eachItem(path, modes, (mode, { at }) => {
    if (!ACCESS_MODES.includes(mode)) notSupported(report, { text: path.text, at }, mode, ACCESS_MODES);
  });
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod')) {
    const detail = 'may not use ReadWriteOncePod with other access modes';
    forbidden(report, path, detail, message('verdict.oncePodAlone'));
  }
}

/** GetWarningsForPersistentVolumeClaimSpec of pkg/api/persistentvolumeclaim/util.go. */
export function warnOfClaimSpec(report: Report, path: FieldPath, spec: PersistentVolumeClaimSpec | undefined): void {
  for (const list of ['requests', 'limits'] as const) {
    const written = spec?.resources?.[list]?.storage;
    if (written !== undefined) warnOfFraction(report, key(child(path, 'resources', list), 'storage'), written);
  }
}

/** Parts of a byte: mostly an `m` that was meant as `M`. */
export function warnOfFraction(report: Report, path: FieldPath, written: string | number): void {
  const quantity = quantityOf(written);
  if (milliValue(quantity) % 1000n === 0n) return;
  const value = formatQuantity(quantity);
  const text = `${path.text}: fractional byte value "${value}" is invalid, must be an integer`;
  warn(report, path, text, message('verdict.warnFraction', { value }));
}

/** The server leaves out `requests` in what it says. */
function validateStorage(report: Report, path: FieldPath, storage: string | number | undefined): void {
  const place = { text: `${child(path, 'resources').text}[storage]`, at: [...path.at, 'resources', 'requests', 'storage'] };
  if (storage === undefined) required(report, place);
  else if (signOf(quantityOf(storage)) <= 0) invalidFor(report, place, String(storage), [POSITIVE]);
}

type DataSource = TypedLocalObjectReference | TypedObjectReference;

function validateDataSources(
  report: Report,
  path: FieldPath,
  source: TypedLocalObjectReference | undefined,
  ref: TypedObjectReference | undefined,
): void {
  if (source !== undefined) validateDataSource(report, child(path, 'dataSource'), source);
  if (ref !== undefined) validateDataSource(report, child(path, 'dataSourceRef'), ref);
  const { namespace = '' } = ref ?? {};
  if (namespace !== '') invalidFor(report, child(path, 'dataSourceRef', 'namespace'), namespace, dnsLabel(namespace));
  if (source === undefined || ref === undefined) return;
  const place = { text: path.text, at: [...path.at, 'dataSource'] };
  if (namespace !== '') {
    const detail = 'may not be specified when dataSourceRef.namespace is specified';
    invalid(report, place, undefined, detail, message('verdict.dataSourceNamespace'));
  } else if (!isSameSource(source, ref)) {
    invalid(report, place, undefined, 'must match dataSourceRef', message('verdict.dataSourceMatch'));
  }
}

function isSameSource(a: DataSource, b: DataSource): boolean {
  return a.apiGroup === b.apiGroup && (a.kind ?? '') === (b.kind ?? '') && (a.name ?? '') === (b.name ?? '');
}

/** validateDataSource, validateDataSourceRef. */
function validateDataSource(report: Report, path: FieldPath, { name = '', kind = '', apiGroup = '' }: DataSource): void {
  if (name === '') required(report, child(path, 'name'));
  if (kind === '') required(report, child(path, 'kind'));
  if (apiGroup !== '') invalidFor(report, child(path, 'apiGroup'), apiGroup, dnsSubdomain(apiGroup));
  else if (kind !== 'PersistentVolumeClaim') {
    const detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
    invalid(report, path, kind, detail, message('verdict.dataSourceKind'));
  }
}
