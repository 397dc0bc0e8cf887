import type { PodSpec } from '../../generated/api.ts';
import type { Context, Mutable } from '../context.ts';
import { has } from '../versions.ts';

/**
 * Fields whose feature is switched off in this version by default: the server takes them and forgets them.
 *
 * Mirrors dropDisabledFields of pkg/api/pod/util.go.
 */
export function dropDisabledFields(spec: Mutable<PodSpec>, context: Context): void {
  if (spec.schedulingGroup !== undefined) delete spec.schedulingGroup;
  dropProjections(spec);
  for (const container of containersOf(spec)) dropStopSignal(container);
  if (!has(context, 'userNamespaces')) delete spec.hostUsers;
  if (!has(context, 'supplementalGroupsPolicy')) delete spec.securityContext?.supplementalGroupsPolicy;
  if (!has(context, 'seLinuxChangePolicy')) delete spec.securityContext?.seLinuxChangePolicy;
  if (!has(context, 'podLevelResources')) delete spec.resources;
  if (!has(context, 'hostnameOverride')) delete spec.hostnameOverride;
  if (!has(context, 'dynamicResources')) {
    delete spec.resourceClaims;
    for (const { resources } of containersOf(spec)) delete resources?.claims;
  }
  if (!has(context, 'imageVolumes')) dropImageVolumes(spec);
  for (const container of containersOf(spec)) dropContainerFields(container, context);
  if (has(context, 'containerRestartPolicy') && !has(context, 'containerRestartRules')) dropRestartRules(spec);
}

type AnyContainer = Mutable<NonNullable<PodSpec['containers'][number]>> | Mutable<NonNullable<PodSpec['ephemeralContainers']>[number]>;

function containersOf({ initContainers = [], containers = [], ephemeralContainers = [] }: Mutable<PodSpec>): readonly AnyContainer[] {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

function dropStopSignal(container: AnyContainer): void {
  if (container.lifecycle?.stopSignal === undefined) return;
  delete container.lifecycle.stopSignal;
  if (Object.keys(container.lifecycle).length === 0) delete container.lifecycle;
}

/** Sources of projected volumes that no version serves by default. */
function dropProjections(spec: Mutable<PodSpec>): void {
  for (const source of (spec.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? [])) {
    delete source.clusterTrustBundle;
    delete source.podCertificate;
  }
}

function dropImageVolumes(spec: Mutable<PodSpec>): void {
  const names = new Set((spec.volumes ?? []).filter(({ image }) => image !== undefined).map(({ name }) => name));
  if (names.size === 0) return;
  spec.volumes = (spec.volumes ?? []).filter(({ image }) => image === undefined);
  for (const container of containersOf(spec)) {
    container.volumeMounts = (container.volumeMounts ?? []).filter(({ name }) => !names.has(name));
  }
}

function dropContainerFields(container: AnyContainer, context: Context): void {
  if (!has(context, 'resizePolicy')) delete container.resizePolicy;
  const { securityContext } = container;
  if (!has(context, 'procMount') && securityContext?.procMount !== undefined) securityContext.procMount = 'Default';
  if (has(context, 'environmentFiles')) return;
  for (const { valueFrom } of container.env ?? []) delete valueFrom?.fileKeyRef;
}

function dropRestartRules(spec: Mutable<PodSpec>): void {
  for (const container of containersOf(spec)) {
    const isSidecar = container.restartPolicy === 'Always' && (spec.initContainers ?? []).some((each) => each === container);
    if (!isSidecar) delete container.restartPolicy;
    delete container.restartPolicyRules;
  }
}
