import type { PodSecurityContext, PodSpec, SecurityContext } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, type FieldPath, forbidden, invalid, notSupported, required } from '../field.ts';
import { eachContainer, type PodScope } from './pod-scope.ts';

/** What the pod's operating system rules out: validateOS, validateLinux, validateWindows of pkg/apis/core/validation/validation.go. */
export function validateOs(scope: PodScope, path: FieldPath): void {
  const { report, spec } = scope;
  if (spec.os === undefined) return;
  const { name = '' } = spec.os;
  if (name === '') required(report, child(path, 'os', 'name'));
  else if (name === 'linux') validateLinux(scope, path);
  else if (name === 'windows') validateWindows(scope, path);
  else notSupported(report, { text: child(path, 'os').text, at: [...path.at, 'os', 'name'] }, name, ['linux', 'windows']);
}

/** validateWindowsHostProcessPod: all containers or none run as processes of the host, and then on its network. */
export function validateHostProcesses({ report, spec }: PodScope, path: FieldPath): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  let [all, onHost] = [0, 0];
  eachContainer(spec, path, ({ securityContext }, place) => {
    const own = securityContext?.windowsOptions?.hostProcess;
    if (own !== undefined && ofPod !== undefined && own !== ofPod) {
      const at = child(place, 'securityContext', 'windowsOptions', 'hostProcess');
      const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      invalid(report, at, own, detail, message('verdict.hostProcessSame', { pod: String(ofPod) }));
    }
    all++;
    if (own ?? ofPod ?? false) onHost++;
  });
  if (onHost === 0) return;
  if (onHost !== all) {
    const detail = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
    invalid(report, path, '', detail, message('verdict.hostProcessAll'));
  }
  if (spec.hostNetwork !== true) {
    const detail = 'hostNetwork must be true if pod contains any hostProcess containers';
    invalid(report, child(path, 'hostNetwork'), false, detail, message('verdict.hostProcessNetwork'));
  }
}

const FORBIDDEN_IN_WINDOWS_POD = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const satisfies readonly (keyof PodSecurityContext)[];

const FORBIDDEN_IN_WINDOWS_CONTAINER = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const satisfies readonly (keyof SecurityContext)[];

function validateLinux({ report, spec }: PodScope, path: FieldPath): void {
  const detail = 'windows options cannot be set for a linux pod';
  const check = (context: PodSecurityContext | SecurityContext | undefined, place: FieldPath): void => {
    if (context?.windowsOptions === undefined) return;
    forbidden(report, child(place, 'securityContext', 'windowsOptions'), detail, message('verdict.linuxForbidden'));
  };
  check(spec.securityContext, path);
  eachContainer(spec, path, ({ securityContext }, place) => check(securityContext, place));
}

function validateWindows({ report, spec }: PodScope, path: FieldPath): void {
  const forbid = (place: FieldPath): void => {
    forbidden(report, place, 'cannot be set for a windows pod', message('verdict.windowsForbidden'));
  };
  const { securityContext: context } = spec;
  for (const field of FORBIDDEN_IN_WINDOWS_POD) if (context?.[field] !== undefined) forbid(child(path, 'securityContext', field));
  if ((context?.sysctls ?? []).length > 0) forbid(child(path, 'securityContext', 'sysctls'));
  for (const field of fieldsOfHost(spec)) forbid(child(path, field));
  eachContainer(spec, path, ({ securityContext: own }, place) => {
    for (const field of FORBIDDEN_IN_WINDOWS_CONTAINER) if (own?.[field] !== undefined) forbid(child(place, 'securityContext', field));
  });
}

/** Of these, false is as bad as true where the server keeps apart unset and false. */
function fieldsOfHost(spec: PodSpec): readonly string[] {
  return [
    ...(spec.hostUsers === undefined ? [] : ['hostUsers']),
    ...(spec.hostPID === true ? ['hostPID'] : []),
    ...(spec.hostIPC === true ? ['hostIPC'] : []),
    ...(spec.shareProcessNamespace === undefined ? [] : ['shareProcessNamespace']),
  ];
}
