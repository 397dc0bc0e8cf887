import { isArray, type Json, type Path, valueAt } from '../../base/json.ts';
import { capabilitiesAdded, isAllowedSeccomp, mustNotAdd, seccompBaseline, typesOf } from './baseline.ts';
import {
  containersIn,
  containersNamed,
  hasUserNamespace,
  isWindowsPod,
  type PodCheck,
  plural,
  quotedList,
  settersOf,
  sortedSet,
  textOf,
  whoSets,
} from './pod.ts';

/** The checks of the level restricted; each mirrors k8s.io/pod-security-admission/policy/check_<name>.go. */

/** Windows has no such thing. */
export function exceptWindows(check: PodCheck): PodCheck {
  return (pod) => (isWindowsPod(pod) ? undefined : check(pod));
}

export function exceptUserNamespaces(check: PodCheck): PodCheck {
  return (pod) => (hasUserNamespace(pod) ? undefined : check(pod));
}

export const allowPrivilegeEscalation: PodCheck = (pod) => {
  const path: Path = ['securityContext', 'allowPrivilegeEscalation'];
  const bad = containersIn(pod).filter(({ value }) => valueAt(value, path) !== false);
  if (bad.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersNamed(bad.map(({ name }) => name))} must set securityContext.allowPrivilegeEscalation=false`,
    at: bad.map(({ at }) => [...at, ...path]),
  };
};

export const capabilitiesRestricted: PodCheck = (pod) => {
  const path: Path = ['securityContext', 'capabilities', 'drop'];
  const undropped = containersIn(pod).filter(({ value }) => !itemsOf(valueAt(value, path)).includes('ALL'));
  const added = capabilitiesAdded(pod, (name) => name !== 'NET_BIND_SERVICE');
  const told = [
    ...(undropped.length > 0
      ? [`${containersNamed(undropped.map(({ name }) => name))} must set securityContext.capabilities.drop=["ALL"]`]
      : []),
    ...(added.length > 0 ? [mustNotAdd(added)] : []),
  ];
  if (told.length === 0) return undefined;
  return {
    reason: 'unrestricted capabilities',
    detail: told.join('; '),
    at: [...undropped.map(({ at }) => [...at, ...path]), ...added.flatMap(({ at }) => at)],
  };
};

const UNRESTRICTED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const RESTRICTED_VOLUMES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

export const restrictedVolumes: PodCheck = ({ spec }) => {
  const bad = itemsOf(spec.volumes).flatMap((volume, index) => {
    const isOf = (type: string): boolean => isGiven(valueAt(volume, [type]));
    // Without any source it is an emptyDir once the server has filled in its defaults.
    const type = UNRESTRICTED_VOLUMES.some(isOf) ? undefined : RESTRICTED_VOLUMES.find(isOf);
    return type === undefined ? [] : [{ name: textOf(valueAt(volume, ['name'])), type, at: ['spec', 'volumes', index, type] }];
  });
  if (bad.length === 0) return undefined;
  const names = bad.map(({ name }) => name);
  const types = sortedSet(bad.map(({ type }) => type));
  const uses = names.length === 1 ? 'uses' : 'use';
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', names.length)} ${quotedList(names)} ${uses} ${plural('restricted volume type', types.length)} ${quotedList(types)}`,
    at: bad.map(({ at }) => at),
  };
};

export const runAsNonRoot: PodCheck = (pod) => {
  const path: Path = ['securityContext', 'runAsNonRoot'];
  const explicit = settersOf(pod, path, { ofPod: true }).filter(({ value }) => value === false);
  const reason = 'runAsNonRoot != true';
  if (explicit.length > 0) {
    return { reason, detail: `${whoSets(explicit)} must not set securityContext.runAsNonRoot=false`, at: explicit.map(({ at }) => at) };
  }
  const isForAll = valueAt(pod.spec, path) === true;
  const silent = isForAll ? [] : containersIn(pod).filter(({ value }) => !isGiven(valueAt(value, path)));
  if (silent.length === 0) return undefined;
  return {
    reason,
    detail: `pod or ${containersNamed(silent.map(({ name }) => name))} must set securityContext.runAsNonRoot=true`,
    at: silent.map(({ at }) => [...at, ...path]),
  };
};

export const runAsUser: PodCheck = (pod) => {
  const bad = settersOf(pod, ['securityContext', 'runAsUser'], { ofPod: true }).filter(({ value }) => value === 0);
  if (bad.length === 0) return undefined;
  return { reason: 'runAsUser=0', detail: `${whoSets(bad)} must not set runAsUser=0`, at: bad.map(({ at }) => at) };
};

export const seccompRestricted: PodCheck = (pod) => {
  const explicit = seccompBaseline(pod);
  if (explicit !== undefined) return explicit;
  const isForAll = typesOf(pod, 'seccompProfile').some(({ container, value }) => container === undefined && isAllowedSeccomp(value));
  const path: Path = ['securityContext', 'seccompProfile'];
  const silent = isForAll ? [] : containersIn(pod).filter(({ value }) => !isGiven(valueAt(value, path)));
  if (silent.length === 0) return undefined;
  const who = containersNamed(silent.map(({ name }) => name));
  return {
    reason: 'seccompProfile',
    detail: `pod or ${who} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
    at: silent.map(({ at }) => [...at, ...path]),
  };
};

function itemsOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}
