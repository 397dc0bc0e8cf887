import type { PersistentVolume, PersistentVolumeSpec } from '../../generated/api.ts';
import { quantityOf, signOf, value } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import { checkOneOf, checkSubdomain } from '../checks.ts';
import type { Context, KindRules, Mutable } from '../context.ts';
import { warnOfNodeSelectorTerm } from '../deprecated-node-labels.ts';
import { child, eachItem, type FieldPath, forbidden, invalid, key, notSupported, type Report, ROOT, required, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, POSITIVE } from '../names.ts';
import { has } from '../versions.ts';
import { VOLUME_MODES, validateAccessModes } from './claim-spec.ts';
import { validateNodeSelector } from './node-selector.ts';
import { isLocal, takesMountOptions, validateVolumeSources, WARNED_SOURCES } from './persistent-volume-sources.ts';

const SPEC = child(ROOT, 'spec');
const METADATA = child(ROOT, 'metadata');
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';
const DEPRECATED_ANNOTATIONS = [
  {
    name: 'volume.beta.kubernetes.io/storage-class',
    text: 'deprecated since v1.8; use "storageClassName" attribute instead',
    use: 'spec.storageClassName',
  },
  { name: MOUNT_OPTIONS, text: 'deprecated since v1.31; use "mountOptions" attribute instead', use: 'spec.mountOptions' },
] as const;

/** v1 PersistentVolume: ValidatePersistentVolume (pkg/apis/core/validation/validation.go, pkg/volume/validation/pv_validation.go). */
export const persistentVolume: KindRules<PersistentVolume> = { setDefaults, validate, warn: warnOfVolume };

function setDefaults(object: Mutable<PersistentVolume>): void {
  object.spec ??= {};
  setVolumeSpecDefaults(object.spec);
  object.spec.persistentVolumeReclaimPolicy ||= 'Retain';
  object.spec.volumeMode ??= 'Filesystem';
}

/** Defaults of the sources themselves, which inline volumes have as well. */
export function setVolumeSpecDefaults(spec: Mutable<PersistentVolumeSpec>): void {
  if (spec.hostPath !== undefined) spec.hostPath.type ??= '';
  if (spec.azureDisk !== undefined) {
    spec.azureDisk.cachingMode ??= 'ReadWrite';
    spec.azureDisk.kind ??= 'Shared';
  }
}

function validate({ metadata, spec }: PersistentVolume, report: Report, context: Context): void {
  validateObjectMeta(report, METADATA, metadata, { namespaced: false, name: dnsSubdomain });
  validateVolumeSpec(report, SPEC, spec ?? {}, metadata?.name ?? '', context);
  if (metadata?.annotations?.[MOUNT_OPTIONS] === undefined || takesMountOptions(spec ?? {})) return;
  const path = child(METADATA, 'annotations', MOUNT_OPTIONS);
  forbidden(report, path, 'may not specify mount options for this volume type', message('verdict.volume.mountOptions'));
}

function validateVolumeSpec(report: Report, path: FieldPath, spec: PersistentVolumeSpec, name: string, context: Context): void {
  const { accessModes = [], persistentVolumeReclaimPolicy = '', storageClassName = '' } = spec;
  if (accessModes.length === 0) required(report, child(path, 'accessModes'));
  validateAccessModes(report, child(path, 'accessModes'), accessModes);
  validateCapacity(report, child(path, 'capacity'), spec.capacity ?? {});
  if (persistentVolumeReclaimPolicy !== '') {
    checkOneOf(report, child(path, 'persistentVolumeReclaimPolicy'), persistentVolumeReclaimPolicy, RECLAIM_POLICIES);
  }
  validateAffinity(report, child(path, 'nodeAffinity'), spec);
  validateVolumeSources(report, path, spec, name);
  if (spec.hostPath !== undefined && isRootPath(spec.hostPath.path ?? '') && persistentVolumeReclaimPolicy === 'Recycle') {
    const detail = "may not be 'recycle' for a hostPath mount of '/'";
    forbidden(report, child(path, 'persistentVolumeReclaimPolicy'), detail, message('verdict.volume.recycleRoot'));
  }
  if (storageClassName !== '') checkSubdomain(report, child(path, 'storageClassName'), storageClassName);
  checkOneOf(report, child(path, 'volumeMode'), spec.volumeMode, VOLUME_MODES);
  if (has(context, 'volumeAttributesClass')) validateAttributesClass(report, path, spec);
}

function validateCapacity(report: Report, path: FieldPath, capacity: NonNullable<PersistentVolumeSpec['capacity']>): void {
  const names = Object.keys(capacity);
  if (names.length === 0) required(report, path);
  if (names.length !== 1 || names[0] !== 'storage') notSupported(report, path, names.join(', '), ['storage']);
  for (const [name, written] of Object.entries(capacity)) {
    const place = key(path, name);
    const quantity = quantityOf(written);
    if (value(quantity) < 0n) invalid(report, place, String(written), 'must be a valid resource quantity', POSITIVE.words);
    if (signOf(quantity) <= 0) invalid(report, place, String(written), 'must be greater than zero', POSITIVE.words);
  }
}

function validateAffinity(report: Report, path: FieldPath, spec: PersistentVolumeSpec): void {
  const { nodeAffinity } = spec;
  if (nodeAffinity === undefined) {
    if (isLocal(spec)) required(report, path, 'Local volume requires node affinity', message('verdict.volume.localAffinity'));
  } else if (nodeAffinity.required === undefined) {
    required(report, child(path, 'required'), 'must specify required node constraints');
  } else validateNodeSelector(report, child(path, 'required'), nodeAffinity.required);
}

/** Whether path.Clean gives the root. */
function isRootPath(written: string): boolean {
  if (!written.startsWith('/')) return false;
  let depth = 0;
  for (const part of written.split('/')) {
    if (part === '..') depth = Math.max(0, depth - 1);
    else if (part !== '' && part !== '.') depth++;
  }
  return depth === 0;
}

function validateAttributesClass(report: Report, path: FieldPath, { volumeAttributesClassName: name, csi }: PersistentVolumeSpec): void {
  if (name === undefined) return;
  const place = child(path, 'volumeAttributesClassName');
  if (name === '') required(report, place, 'an empty string is disallowed');
  else checkSubdomain(report, place, name);
  if (csi === undefined) required(report, child(path, 'csi'), 'has to be specified when using volumeAttributesClassName');
}

/** ValidatePersistentVolumeSpec for a volume written into a VolumeAttachment. */
export function validateInlineVolume(report: Report, path: FieldPath, spec: PersistentVolumeSpec): void {
  const forbid = (field: string, detail = 'may not be specified in the context of inline volumes') =>
    forbidden(report, child(path, field), detail, message('verdict.volume.notInline'));
  if (spec.claimRef !== undefined) forbid('claimRef');
  if (Object.keys(spec.capacity ?? {}).length > 0) forbid('capacity');
  if (spec.csi === undefined) required(report, child(path, 'csi'), 'has to be specified in the context of inline volumes');
  const { accessModes = [], persistentVolumeReclaimPolicy = '', volumeMode } = spec;
  if (accessModes.length === 0) required(report, child(path, 'accessModes'));
  validateAccessModes(report, child(path, 'accessModes'), accessModes);
  if (persistentVolumeReclaimPolicy !== '' && persistentVolumeReclaimPolicy !== 'Retain') {
    forbid('persistentVolumeReclaimPolicy', 'may only be Retain in the context of inline volumes');
  }
  if (spec.nodeAffinity !== undefined) forbid('nodeAffinity');
  if (isLocal(spec)) required(report, child(path, 'nodeAffinity'), 'Local volume requires node affinity');
  validateVolumeSources(report, path, spec, '');
  if (spec.hostPath !== undefined && isRootPath(spec.hostPath.path ?? '') && persistentVolumeReclaimPolicy === 'Recycle') {
    forbid('persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'");
  }
  if ((spec.storageClassName ?? '') !== '') forbid('storageClassName');
  if (volumeMode !== undefined && volumeMode !== 'Filesystem') {
    forbid('volumeMode', 'may not specify volumeMode other than Filesystem in the context of inline volumes');
  }
}

/** GetWarningsForPersistentVolume (pkg/api/persistentvolume/util.go). */
function warnOfVolume({ metadata, spec }: PersistentVolume, report: Report): void {
  for (const { name, text, use } of DEPRECATED_ANNOTATIONS) {
    if (metadata?.annotations?.[name] === undefined) continue;
    const path = key(child(METADATA, 'annotations'), name);
    warn(report, path, `${path.text}: ${text}`, message('verdict.deprecatedUse', { replacement: use }));
  }
  if (spec?.persistentVolumeReclaimPolicy === 'Recycle') {
    const path = child(SPEC, 'persistentVolumeReclaimPolicy');
    const text = `${path.text}: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.`;
    warn(report, path, text, message('verdict.volume.recycleDeprecated'));
  }
  const terms = child(SPEC, 'nodeAffinity', 'required', 'nodeSelectorTerms');
  eachItem(terms, spec?.nodeAffinity?.required?.nodeSelectorTerms, (term, path) => warnOfNodeSelectorTerm(report, path, term));
  for (const { field, name, text } of WARNED_SOURCES) {
    if (spec?.[field] === undefined) continue;
    warn(report, child(SPEC, field), `spec.${name}: ${text}`, message('verdict.volume.removed'));
  }
}
