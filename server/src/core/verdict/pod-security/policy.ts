import { isObject, type Json, type JsonObject, valueAt } from '../../base/json.ts';
import * as baseline from './baseline.ts';
import type { PodCheck, PodTemplate, Violation } from './pod.ts';
import * as restricted from './restricted.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';
export const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted'];

/** A minor version of Kubernetes 1, or the newest there is. */
export type PolicyVersion = number | 'latest';

export interface LevelAtVersion {
  readonly level: Level;
  readonly version: PolicyVersion;
}

/** What a standard says to a pod: nothing, or all that breaks it, in upstream's order. */
export function violationsOf({ level, version }: LevelAtVersion, pod: PodTemplate, newest: number): readonly Violation[] {
  if (level === 'privileged') return [];
  const minor = version === 'latest' ? newest : Math.min(version, newest);
  const inForce = level === 'baseline' ? BASELINE : [...BASELINE.filter(({ id }) => !isOverridden(id, minor)), ...RESTRICTED];
  return inForce.map(({ since }) => newestFor(since, minor)?.(pod)).filter((each) => each !== undefined);
}

/** `privileged (container "web" must not set securityContext.privileged=true), host namespaces (hostPID=true)` */
export function forbiddenDetail(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}

/** `restricted:latest`, `baseline:v1.30` */
export function formatLevel({ level, version }: LevelAtVersion): string {
  return `${level}:${version === 'latest' ? version : `v1.${version}`}`;
}

export function podTemplateFor(metadata: Json | undefined, spec: JsonObject): PodTemplate {
  const annotations = valueAt(metadata, ['annotations']);
  return { annotations: isObject(annotations) ? annotations : {}, spec };
}

/** What a check is from which minor version on. */
interface Versioned {
  readonly id: string;
  readonly since: readonly (readonly [minor: number, check: PodCheck])[];
}

const SELINUX_TYPES = ['container_t', 'container_init_t', 'container_kvm_t'];
const SYSCTLS_AT_FIRST = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const SYSCTLS_1_27 = [...SYSCTLS_AT_FIRST, 'net.ipv4.ip_local_reserved_ports'];
const SYSCTLS_1_29 = [
  ...SYSCTLS_1_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const SYSCTLS_1_32 = [...SYSCTLS_1_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];

/** By id, as upstream runs them. */
const BASELINE: readonly Versioned[] = [
  { id: 'appArmorProfile', since: [[0, baseline.appArmorProfile]] },
  { id: 'capabilities_baseline', since: [[0, baseline.capabilitiesBaseline]] },
  { id: 'hostNamespaces', since: [[0, baseline.hostNamespaces]] },
  { id: 'hostPathVolumes', since: [[0, baseline.hostPathVolumes]] },
  { id: 'hostPorts', since: [[0, baseline.hostPorts]] },
  { id: 'hostProbesAndHostLifecycle', since: [[34, baseline.hostProbesAndHostLifecycle]] },
  { id: 'privileged', since: [[0, baseline.privileged]] },
  {
    id: 'procMount',
    since: [
      [0, baseline.procMount],
      [35, baseline.procMountOutsideUserNamespace],
    ],
  },
  {
    id: 'seLinuxOptions',
    since: [
      [0, baseline.seLinuxOptions(SELINUX_TYPES)],
      [31, baseline.seLinuxOptions([...SELINUX_TYPES, 'container_engine_t'])],
    ],
  },
  {
    id: 'seccompProfile_baseline',
    since: [
      [0, baseline.seccompAnnotations],
      [19, baseline.seccompBaseline],
    ],
  },
  {
    id: 'sysctls',
    since: [
      [0, baseline.sysctls(new Set(SYSCTLS_AT_FIRST))],
      [27, baseline.sysctls(new Set(SYSCTLS_1_27))],
      [29, baseline.sysctls(new Set(SYSCTLS_1_29))],
      [32, baseline.sysctls(new Set(SYSCTLS_1_32))],
    ],
  },
  { id: 'windowsHostProcess', since: [[0, baseline.windowsHostProcess]] },
];

const RESTRICTED: readonly Versioned[] = [
  {
    id: 'allowPrivilegeEscalation',
    since: [
      [8, restricted.allowPrivilegeEscalation],
      [25, restricted.exceptWindows(restricted.allowPrivilegeEscalation)],
    ],
  },
  {
    id: 'capabilities_restricted',
    since: [
      [22, restricted.capabilitiesRestricted],
      [25, restricted.exceptWindows(restricted.capabilitiesRestricted)],
    ],
  },
  { id: 'procMount_restricted', since: [[35, baseline.procMount]] },
  { id: 'restrictedVolumes', since: [[0, restricted.restrictedVolumes]] },
  {
    id: 'runAsNonRoot',
    since: [
      [0, restricted.runAsNonRoot],
      [35, restricted.exceptUserNamespaces(restricted.runAsNonRoot)],
    ],
  },
  {
    id: 'runAsUser',
    since: [
      [23, restricted.runAsUser],
      [35, restricted.exceptUserNamespaces(restricted.runAsUser)],
    ],
  },
  {
    id: 'seccompProfile_restricted',
    since: [
      [19, restricted.seccompRestricted],
      [25, restricted.exceptWindows(restricted.seccompRestricted)],
    ],
  },
];

/** Checks of the baseline that a stricter one of the level restricted stands in for, from a minor version on. */
const OVERRIDDEN_SINCE: Readonly<Record<string, number>> = {
  capabilities_baseline: 22,
  hostPathVolumes: 0,
  procMount: 35,
  seccompProfile_baseline: 19,
};

function isOverridden(id: string, minor: number): boolean {
  const since = OVERRIDDEN_SINCE[id];
  return since !== undefined && minor >= since;
}

function newestFor(since: Versioned['since'], minor: number): PodCheck | undefined {
  return since.findLast(([first]) => first <= minor)?.[1];
}
