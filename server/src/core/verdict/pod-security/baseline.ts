import { quoteGo } from '../../base/go-text.ts';
import { isArray, isObject, type Json, type Path, valueAt } from '../../base/json.ts';
import {
  containersIn,
  containersNamed,
  hasUserNamespace,
  type PodCheck,
  type PodTemplate,
  plural,
  quotedList,
  type Setter,
  settersOf,
  sortedSet,
  textOf,
  whoSets,
} from './pod.ts';

/** The checks of the level baseline; each mirrors k8s.io/pod-security-admission/policy/check_<name>.go. */

const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

export const appArmorProfile: PodCheck = (pod) => {
  const isAllowed = ({ value }: Setter): boolean => value === 'RuntimeDefault' || value === 'Localhost';
  const bad = typesOf(pod, 'appArmorProfile').filter((each) => !isAllowed(each));
  const annotations = Object.entries(pod.annotations).filter(([key, value]) => {
    const profile = textOf(value);
    return key.startsWith(APP_ARMOR_ANNOTATION) && profile !== '' && profile !== 'runtime/default' && !profile.startsWith('localhost/');
  });
  const written = sortedSet(annotations.map(([key, value]) => `${key}=${quoteGo(textOf(value))}`));
  const values = [...sortedSet(bad.map(({ value }) => textOf(value))), ...written];
  if (values.length === 0) return undefined;
  const setters = [whoSets(bad), written.length > 0 ? plural('annotation', written.length) : ''].filter(Boolean);
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quotedList(values)}`,
    at: [...bad.map(({ at }) => at), ...annotations.map(([key]): Path => ['metadata', 'annotations', key])],
  };
};

const BASELINE_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const capabilitiesBaseline: PodCheck = (pod) => {
  const bad = capabilitiesAdded(pod, (name) => !BASELINE_CAPABILITIES.has(name));
  if (bad.length === 0) return undefined;
  return { reason: 'non-default capabilities', detail: mustNotAdd(bad), at: bad.flatMap(({ at }) => at) };
};

export interface Added {
  readonly container: string;
  readonly names: readonly string[];
  readonly at: readonly Path[];
}

/** Containers that add capabilities of the kind asked for. */
export function capabilitiesAdded(pod: PodTemplate, isBad: (name: string) => boolean): readonly Added[] {
  return settersOf(pod, ['securityContext', 'capabilities', 'add'], { ofPod: false }).flatMap(({ container, value, at }) => {
    const names = (isArray(value) ? value : []).map(textOf);
    const places = names.flatMap((name, index): readonly Path[] => (isBad(name) ? [[...at, index]] : []));
    return places.length === 0 ? [] : [{ container: container ?? '', names: names.filter(isBad), at: places }];
  });
}

export function mustNotAdd(added: readonly Added[]): string {
  const names = sortedSet(added.flatMap((each) => each.names));
  return `${containersNamed(added.map(({ container }) => container))} must not include ${quotedList(names)} in securityContext.capabilities.add`;
}

export const hostNamespaces: PodCheck = ({ spec }) => {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
  if (shared.length === 0) return undefined;
  return {
    reason: 'host namespaces',
    detail: shared.map((field) => `${field}=true`).join(', '),
    at: shared.map((field): Path => ['spec', field]),
  };
};

export const hostPathVolumes: PodCheck = ({ spec }) => {
  const bad = itemsOf(spec.volumes).flatMap((volume, index) =>
    isGiven(valueAt(volume, ['hostPath'])) ? [{ name: textOf(valueAt(volume, ['name'])), at: ['spec', 'volumes', index, 'hostPath'] }] : [],
  );
  if (bad.length === 0) return undefined;
  const names = bad.map(({ name }) => name);
  return { reason: 'hostPath volumes', detail: `${plural('volume', names.length)} ${quotedList(names)}`, at: bad.map(({ at }) => at) };
};

export const hostPorts: PodCheck = (pod) => {
  const bad = containersIn(pod).flatMap(({ name, value, at }) => {
    const ports = itemsOf(value.ports).flatMap((each, index) => {
      const hostPort = valueAt(each, ['hostPort']);
      return isGiven(hostPort) && hostPort !== 0 ? [{ hostPort: String(hostPort), at: [...at, 'ports', index, 'hostPort'] }] : [];
    });
    return ports.length === 0 ? [] : [{ name, ports }];
  });
  if (bad.length === 0) return undefined;
  const ports = sortedSet(bad.flatMap((each) => each.ports.map(({ hostPort }) => hostPort)));
  const uses = bad.length === 1 ? 'uses' : 'use';
  return {
    reason: 'hostPort',
    detail: `${containersNamed(bad.map(({ name }) => name))} ${uses} ${plural('hostPort', ports.length)} ${ports.join(', ')}`,
    at: bad.flatMap((each) => each.ports.map(({ at }) => at)),
  };
};

const HANDLERS: readonly Path[] = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

export const hostProbesAndHostLifecycle: PodCheck = (pod) => {
  const bad = HANDLERS.flatMap((handler) =>
    ['httpGet', 'tcpSocket'].flatMap((kind) => settersOf(pod, [...handler, kind, 'host'], { ofPod: false })),
  ).filter(({ value }) => value !== '');
  if (bad.length === 0) return undefined;
  const names = sortedSet(bad.map(({ container }) => container ?? ''));
  const hosts = sortedSet(bad.map(({ value }) => textOf(value)));
  const uses = names.length === 1 ? 'uses' : 'use';
  return {
    reason: 'probe or lifecycle host',
    detail: `${containersNamed(names)} ${uses} ${plural('probe or lifecycle host', hosts.length)} ${quotedList(hosts)}`,
    at: bad.map(({ at }) => at),
  };
};

export const privileged: PodCheck = (pod) => {
  const bad = settersOf(pod, ['securityContext', 'privileged'], { ofPod: false }).filter(({ value }) => value === true);
  if (bad.length === 0) return undefined;
  return { reason: 'privileged', detail: `${whoSets(bad)} must not set securityContext.privileged=true`, at: bad.map(({ at }) => at) };
};

export const procMount: PodCheck = (pod) => {
  const bad = settersOf(pod, ['securityContext', 'procMount'], { ofPod: false }).filter(({ value }) => value !== 'Default');
  if (bad.length === 0) return undefined;
  const values = sortedSet(bad.map(({ value }) => textOf(value)));
  return {
    reason: 'procMount',
    detail: `${whoSets(bad)} must not set securityContext.procMount to ${quotedList(values)}`,
    at: bad.map(({ at }) => at),
  };
};

export const procMountOutsideUserNamespace: PodCheck = (pod) => (hasUserNamespace(pod) ? undefined : procMount(pod));

/** The types that may be set grow with the versions. */
export function seLinuxOptions(allowedTypes: readonly string[]): PodCheck {
  return (pod) => {
    const all = settersOf(pod, ['securityContext', 'seLinuxOptions'], { ofPod: true });
    const given = (setter: Setter, field: string): string => textOf(valueAt(setter.value, [field]));
    const faultsOf = (setter: Setter): readonly string[] => [
      ...(['', ...allowedTypes].includes(given(setter, 'type')) ? [] : ['type']),
      ...['user', 'role'].filter((field) => given(setter, field) !== ''),
    ];
    const bad = all.filter((setter) => faultsOf(setter).length > 0);
    if (bad.length === 0) return undefined;
    const types = sortedSet(bad.filter((setter) => faultsOf(setter).includes('type')).map((setter) => given(setter, 'type')));
    const told = [
      ...(types.length > 0 ? [`${plural('type', types.length)} ${quotedList(types)}`] : []),
      ...['user', 'role'].filter((field) => bad.some((setter) => given(setter, field) !== '')).map((field) => `${field} may not be set`),
    ];
    return {
      reason: 'seLinuxOptions',
      detail: `${whoSets(bad)} set forbidden securityContext.seLinuxOptions: ${told.join('; ')}`,
      at: bad.flatMap((setter) => faultsOf(setter).map((field): Path => [...setter.at, field])),
    };
  };
}

const SECCOMP_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

/** Before 1.19, when profiles were annotations. */
export const seccompAnnotations: PodCheck = (pod) => {
  const keys = [SECCOMP_ANNOTATION, ...containersIn(pod).map(({ name }) => SECCOMP_CONTAINER_ANNOTATION + name)];
  const bad = [...new Set(keys)].filter((key) => {
    const value = pod.annotations[key];
    return typeof value === 'string' && !['runtime/default', 'docker/default'].includes(value) && !value.startsWith('localhost/');
  });
  if (bad.length === 0) return undefined;
  const written = sortedSet(bad.map((key) => `${key}=${quoteGo(textOf(pod.annotations[key]))}`));
  return {
    reason: 'seccompProfile',
    detail: `forbidden ${plural('annotation', written.length)} ${written.join(', ')}`,
    at: bad.map((key): Path => ['metadata', 'annotations', key]),
  };
};

export const seccompBaseline: PodCheck = (pod) => {
  const bad = typesOf(pod, 'seccompProfile').filter(({ value }) => !isAllowedSeccomp(value));
  if (bad.length === 0) return undefined;
  const values = sortedSet(bad.map(({ value }) => textOf(value)));
  return {
    reason: 'seccompProfile',
    detail: `${whoSets(bad)} must not set securityContext.seccompProfile.type to ${quotedList(values)}`,
    at: bad.map(({ at }) => at),
  };
};

export function isAllowedSeccomp(type: Json | undefined): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

/** The types of the profiles there are; a profile without one has the empty type. */
export function typesOf(pod: PodTemplate, profile: 'appArmorProfile' | 'seccompProfile'): readonly Setter[] {
  return settersOf(pod, ['securityContext', profile], { ofPod: true }).map(({ container, value, at }) => ({
    container,
    value: textOf(valueAt(value, ['type'])),
    at: [...at, 'type'],
  }));
}

/** The safe ones grow with the versions. */
export function sysctls(allowed: ReadonlySet<string>): PodCheck {
  return ({ spec }) => {
    const bad = itemsOf(valueAt(spec, ['securityContext', 'sysctls'])).flatMap((each, index) => {
      const name = textOf(valueAt(each, ['name']));
      return allowed.has(name) ? [] : [{ name, at: ['spec', 'securityContext', 'sysctls', index, 'name'] }];
    });
    if (bad.length === 0) return undefined;
    return { reason: 'forbidden sysctls', detail: bad.map(({ name }) => name).join(', '), at: bad.map(({ at }) => at) };
  };
}

export const windowsHostProcess: PodCheck = (pod) => {
  const path = ['securityContext', 'windowsOptions', 'hostProcess'];
  const bad = settersOf(pod, path, { ofPod: true }).filter(({ value }) => value === true);
  if (bad.length === 0) return undefined;
  return {
    reason: 'hostProcess',
    detail: `${whoSets(bad)} must not set securityContext.windowsOptions.hostProcess=true`,
    at: bad.map(({ at }) => at),
  };
};

function itemsOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value.filter(isObject) : [];
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}
