import type { AppArmorProfile, PodSecurityContext, SeccompProfile, SecurityContext } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  forbidden,
  invalid,
  invalidFor,
  notSupported,
  type Report,
  required,
  requireOneOf,
  tooLong,
} from '../field.ts';
import { between, byteLength } from '../names.ts';
import { validateDescending } from './local-paths.ts';
import { type PodScope, usesHostUsers } from './pod-scope.ts';
import { validateWindowsOptions } from './windows-options.ts';

/** ValidateSecurityContext of pkg/apis/core/validation/validation.go. */
export function validateSecurityContext({ report, spec }: PodScope, path: FieldPath, context: SecurityContext | undefined): void {
  if (context === undefined) return;
  const { procMount, privileged, capabilities } = context;
  validateId(report, child(path, 'runAsUser'), context.runAsUser);
  validateId(report, child(path, 'runAsGroup'), context.runAsGroup);
  if (procMount !== undefined) {
    const at = child(path, 'procMount');
    if (!PROC_MOUNTS.includes(procMount)) notSupported(report, at, procMount, PROC_MOUNTS);
    if (procMount === 'Unmasked' && usesHostUsers(spec)) {
      invalid(report, at, procMount, '`hostUsers` must be false to use `Unmasked`', message('verdict.procMountUsers'));
    }
  }
  validateSeccomp(report, child(path, 'seccompProfile'), context.seccompProfile);
  if (context.allowPrivilegeEscalation === false) {
    if (privileged === true) refuseEscalation(report, path, '`privileged` to true', 'privileged: true');
    if ((capabilities?.add ?? []).includes('CAP_SYS_ADMIN')) {
      refuseEscalation(report, path, '`capabilities.Add` CAP_SYS_ADMIN', 'capabilities.add: CAP_SYS_ADMIN');
    }
  }
  validateWindowsOptions(report, child(path, 'windowsOptions'), context.windowsOptions);
  validateAppArmor(report, child(path, 'appArmorProfile'), context.appArmorProfile);
}

/** validatePodSpecSecurityContext. */
export function validatePodSecurityContext(scope: PodScope, path: FieldPath): void {
  const { report, spec } = scope;
  const { securityContext: context } = spec;
  const { fsGroupChangePolicy, supplementalGroupsPolicy, seLinuxChangePolicy } = context ?? {};
  const place = child(path, 'securityContext');
  validateId(report, child(place, 'fsGroup'), context?.fsGroup);
  validateId(report, child(place, 'runAsUser'), context?.runAsUser);
  validateId(report, child(place, 'runAsGroup'), context?.runAsGroup);
  eachItem(child(place, 'supplementalGroups'), context?.supplementalGroups, (group, at) => validateId(report, at, group));
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const at = { text: child(place, 'shareProcessNamespace').text, at: [...path.at, 'shareProcessNamespace'] };
    invalid(report, at, true, 'ShareProcessNamespace and HostPID cannot both be enabled', message('verdict.shareAndHostPid'));
  }
  validateSysctls(scope, child(place, 'sysctls'), context?.sysctls);
  if (fsGroupChangePolicy !== undefined && !FS_GROUP_POLICIES.includes(fsGroupChangePolicy)) {
    notSupported(report, child(place, 'fsGroupChangePolicy'), fsGroupChangePolicy, FS_GROUP_POLICIES);
  }
  validateSeccomp(report, child(place, 'seccompProfile'), context?.seccompProfile);
  validateWindowsOptions(report, child(place, 'windowsOptions'), context?.windowsOptions);
  validateAppArmor(report, child(place, 'appArmorProfile'), context?.appArmorProfile);
  if (supplementalGroupsPolicy !== undefined && !GROUPS_POLICIES.includes(supplementalGroupsPolicy)) {
    notSupported(report, child(place, 'supplementalGroupsPolicy'), supplementalGroupsPolicy, GROUPS_POLICIES);
  }
  if (seLinuxChangePolicy !== undefined && !SELINUX_POLICIES.includes(seLinuxChangePolicy)) {
    notSupported(report, child(place, 'seLinuxChangePolicy'), seLinuxChangePolicy, SELINUX_POLICIES);
  }
}

/** validateHostUsers: the pod's own users do not go with the host's other namespaces. */
export function validateHostUsers({ report, spec }: PodScope, path: FieldPath): void {
  if (usesHostUsers(spec)) return;
  const detail = 'when `hostUsers` is false';
  if (spec.hostNetwork === true) forbidden(report, child(path, 'hostNetwork'), detail, message('verdict.hostUsers'));
  // The server writes these two with a capital.
  for (const field of ['PID', 'IPC'] as const) {
    if (spec[`host${field}`] !== true) continue;
    forbidden(report, { text: child(path, `Host${field}`).text, at: [...path.at, `host${field}`] }, detail, message('verdict.hostUsers'));
  }
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    eachItem<{ readonly volumeDevices?: readonly unknown[] }>(child(path, list), spec[list], ({ volumeDevices = [] }, place) => {
      if (volumeDevices.length > 0) forbidden(report, child(place, 'volumeDevices'), detail, message('verdict.hostUsers'));
    });
  }
}

/** ValidateAppArmorProfileField. */
export function validateAppArmor(report: Report, path: FieldPath, profile: AppArmorProfile | undefined): void {
  if (profile === undefined) return;
  const { type, localhostProfile: name } = profile;
  const at = child(path, 'localhostProfile');
  if (type === 'Localhost') {
    if (name === undefined || name === '') {
      required(report, at, 'must be set when AppArmor type is Localhost', message('verdict.localhostProfile'));
    } else if (name.trim() !== name) {
      invalid(report, at, name, 'must not be padded with whitespace', message('verdict.noPadding'));
    }
    if (byteLength(name ?? '') > LONGEST_APP_ARMOR) tooLong(report, at, name, LONGEST_APP_ARMOR);
    return;
  }
  requireOneOf(report, child(path, 'type'), type, PROFILE_TYPES);
  if (name !== undefined && PROFILE_TYPES.includes(type)) {
    invalid(report, at, name, 'can only be set when AppArmor type is Localhost', message('verdict.localhostProfileUnused'));
  }
}

/** The longest path Linux takes. */
export const LONGEST_APP_ARMOR = 4095;

const PROC_MOUNTS = ['Default', 'Unmasked'];
const FS_GROUP_POLICIES = ['Always', 'OnRootMismatch'];
const GROUPS_POLICIES = ['Merge', 'Strict'];
/** MountOption comes with SELinuxMount, which is off by default. */
const SELINUX_POLICIES = ['Recursive'];
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const LARGEST_ID = 2 ** 31 - 1;
const LONGEST_SYSCTL = 253;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

function refuseEscalation(report: Report, path: FieldPath, detail: string, reason: string): void {
  const text = `cannot set \`allowPrivilegeEscalation\` to false and ${detail}`;
  invalid(report, path, undefined, text, message('verdict.privilegeEscalation', { reason }));
}

function validateId(report: Report, path: FieldPath, id: number | undefined): void {
  if (id !== undefined && (id < 0 || id > LARGEST_ID)) invalidFor(report, path, id, [between(0, LARGEST_ID)]);
}

/** validateSeccompProfileField. */
function validateSeccomp(report: Report, path: FieldPath, profile: SeccompProfile | undefined): void {
  if (profile === undefined) return;
  const { type = '', localhostProfile: file } = profile;
  const at = child(path, 'localhostProfile');
  requireOneOf(report, child(path, 'type'), type, PROFILE_TYPES);
  if (type !== 'Localhost') {
    if (file === undefined) return;
    invalid(report, at, file, 'can only be set when seccomp type is Localhost', message('verdict.localhostProfileUnused'));
    return;
  }
  if (file === undefined) required(report, at, 'must be set when seccomp type is Localhost', message('verdict.localhostProfile'));
  else validateDescending(report, at, file);
}

function validateSysctls({ report, spec }: PodScope, path: FieldPath, sysctls: PodSecurityContext['sysctls']): void {
  const seen = new Set<string>();
  eachItem(path, sysctls, ({ name = '' }, place) => {
    const at = child(place, 'name');
    if (name === '') required(report, at);
    else if (byteLength(name) > LONGEST_SYSCTL || !SYSCTL.test(name)) {
      const detail = `must have at most ${LONGEST_SYSCTL} characters and match regex ${SYSCTL.source.replaceAll('[./]', '[\\./]')}`;
      invalid(report, at, name, detail, message('verdict.sysctlName'));
    } else if (seen.has(name)) duplicate(report, at, name);
    const host = hostNamespaceOf(name);
    if (host !== undefined && spec[host] === true) {
      invalid(report, at, name, `may not be specified when '${host}' is true`, message('verdict.sysctlHost', { host }));
    }
    seen.add(name);
  });
}

const IPC_SYSCTLS = new Set(
  'sem shmall shmmax shmmni shm_rmid_forced shm msgmax msgmnb msgmni msg'.split(' ').map((name) => `kernel.${name}`),
);

/** Whose namespace a kernel parameter belongs to (component-helpers/node/util/sysctl): the host's, if the pod shares it. */
function hostNamespaceOf(written: string): 'hostNetwork' | 'hostIPC' | undefined {
  const name = normalized(written).split('*')[0] ?? '';
  if (IPC_SYSCTLS.has(name) || name.startsWith('fs.mqueue.')) return 'hostIPC';
  return name.startsWith('net.') ? 'hostNetwork' : undefined;
}

/** A name whose first separator is a slash has dots and slashes the other way round. */
function normalized(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  return first === '/' ? name.replace(/[./]/g, (each) => (each === '/' ? '.' : '/')) : name;
}
