import type { EphemeralVolumeSource, Volume } from '../../generated/api.ts';
import { quantityOf, signOf } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  forbidden,
  invalid,
  invalidFor,
  type Report,
  required,
  requireOneOf,
} from '../field.ts';
import { effectiveName } from '../metadata.ts';
import { byteLength, dnsLabel, dnsSubdomain } from '../names.ts';
import { validateTemplateMeta } from '../template-metadata.ts';
import { validateClaimSpec } from './claim-spec.ts';
import type { PodScope } from './pod-scope.ts';
import { validateDownwardVolume, validateProjected } from './projected-volume.ts';
import { type SimpleSource, validateSimpleSource } from './volume-sources.ts';

/** Volumes of a pod; those without fault are what mounts may name. ValidateVolumes of pkg/apis/core/validation/validation.go. */
export function validateVolumes(scope: Omit<PodScope, 'volumes'>, path: FieldPath): ReadonlyMap<string, Volume> {
  const { report, spec, metadata } = scope;
  const declared = new Map<string, Volume>();
  const podName = effectiveName(metadata);
  const created = (spec.volumes ?? [])
    .filter(({ ephemeral }) => podName !== '' && ephemeral !== undefined)
    .map(({ name }) => `${podName}-${name}`);
  eachItem(child(path, 'volumes'), spec.volumes, (volume, place) => {
    const { name = '' } = volume;
    const before = report.errors.length;
    validateVolume(scope, place, volume);
    if (name === '') required(report, child(place, 'name'));
    else invalidFor(report, child(place, 'name'), name, dnsLabel(name));
    if (declared.has(name)) duplicate(report, child(place, 'name'), name);
    if (report.errors.length === before) declared.set(name, volume);
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined && created.includes(claim)) {
      const at = child(place, 'persistentVolumeClaim', 'claimName');
      invalid(report, at, claim, 'must not reference a PVC that gets created for an ephemeral volume', message('verdict.ephemeralClaim'));
    }
  });
  return declared;
}

/** In the order in which the server looks at them: the first is taken, the others are too many. */
const SOURCES = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
] as const satisfies readonly Exclude<keyof Volume, 'name'>[];

/** Where a second source is refused, the server spells two of them in its own way. */
const SPELLING: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };
const LONGEST_ISCSI_NAME = 64;

/** validateVolumeSource. */
function validateVolume(scope: Omit<PodScope, 'volumes'>, path: FieldPath, volume: Volume): void {
  const { report } = scope;
  const given = SOURCES.filter((name) => volume[name] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) {
    required(report, path, 'must specify a volume type', message('verdict.volumeSource'));
    return;
  }
  validateSource(scope, path, first, volume);
  for (const name of others) {
    const place = { text: child(path, SPELLING[name] ?? name).text, at: [...path.at, name] };
    forbidden(report, place, 'may not specify more than 1 volume type', message('verdict.volumeOne', { first }));
  }
  const { iscsi, name = '' } = volume;
  if (iscsi?.initiatorName !== undefined && byteLength(`${name}:${iscsi.targetPortal ?? ''}`) > LONGEST_ISCSI_NAME) {
    const detail = 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
    invalid(report, child(path, 'name'), name, detail, message('verdict.iscsiLong', { limit: LONGEST_ISCSI_NAME }));
  }
}

function validateSource(scope: Omit<PodScope, 'volumes'>, path: FieldPath, source: (typeof SOURCES)[number], volume: Volume): void {
  const { report } = scope;
  const place = child(path, source);
  if (source === 'emptyDir') {
    const { sizeLimit } = volume.emptyDir ?? {};
    if (sizeLimit === undefined || signOf(quantityOf(sizeLimit)) >= 0) return;
    forbidden(report, child(place, 'sizeLimit'), 'SizeLimit field must be a valid resource quantity', message('verdict.sizeLimit'));
  } else if (source === 'downwardAPI') validateDownwardVolume(report, place, volume.downwardAPI ?? {});
  else if (source === 'projected') validateProjected(report, place, volume.projected ?? {});
  else if (source === 'ephemeral') validateEphemeral(scope, path, volume.ephemeral ?? {}, volume.name ?? '');
  else if (source === 'image') {
    const { reference = '', pullPolicy } = volume.image ?? {};
    if (scope.metadata !== undefined && reference === '') required(report, child(place, 'reference'));
    requireOneOf(report, child(place, 'pullPolicy'), pullPolicy, PULL_POLICIES);
  } else validateNamed(report, place, source, volume);
}

export const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];

function validateNamed<Name extends SimpleSource>(report: Report, path: FieldPath, name: Name, volume: Volume): void {
  const source = volume[name];
  if (source !== undefined) validateSimpleSource(report, path, name, source);
}

/** validateEphemeralVolumeSource, and whether the claim made from it can have the name it will get. */
function validateEphemeral(scope: Omit<PodScope, 'volumes'>, path: FieldPath, source: EphemeralVolumeSource, volumeName: string): void {
  const { report, metadata, context } = scope;
  const { volumeClaimTemplate: template } = source;
  const place = child(path, 'ephemeral', 'volumeClaimTemplate');
  if (template === undefined) required(report, place);
  else {
    validateTemplateMeta(report, child(place, 'metadata'), template.metadata);
    validateClaimSpec(report, child(place, 'spec'), template.spec, context);
  }
  const podName = effectiveName(metadata);
  if (podName === '' || volumeName === '') return;
  const claimName = `${podName}-${volumeName}`;
  for (const { detail } of dnsSubdomain(claimName)) {
    const words = message('verdict.ephemeralName', { claimName });
    invalid(report, child(path, 'name'), volumeName, `PVC name "${claimName}": ${detail}`, words);
  }
}
