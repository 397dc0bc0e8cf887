import type { Container, EphemeralContainer, LifecycleHandler, Pod, PodSpec, Probe, Volume } from '../../generated/api.ts';
import { tagOf } from '../../kube/image-reference.ts';
import { rounded, withResourceDefaults } from '../../kube/pod-resource-defaults.ts';
import type { Context, Mutable } from '../context.ts';
import { has } from '../versions.ts';
import { setClaimSpecDefaults } from './claim-spec.ts';

/**
 * What the server fills into every pod spec, those of templates included.
 *
 * Mirrors pkg/apis/core/v1/defaults.go with zz_generated.defaults.go.
 */
export function setPodSpecDefaults(spec: Mutable<PodSpec>, context: Context): void {
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  // The old name of the same field (pkg/apis/core/v1/conversion.go).
  if ((spec.serviceAccountName ?? '') === '' && (spec.serviceAccount ?? '') !== '') spec.serviceAccountName = spec.serviceAccount ?? '';
  for (const volume of spec.volumes ?? []) setVolumeDefaults(volume, context);
  for (const containers of [spec.initContainers, spec.containers, spec.ephemeralContainers]) {
    for (const container of containers ?? []) setContainerDefaults(container);
  }
  if (spec.overhead !== undefined) spec.overhead = rounded(spec.overhead);
  if (spec.resources !== undefined) roundResources(spec.resources);
}

/** What only a pod itself gets, after its spec: requests from limits, ports of the host (SetDefaults_Pod). */
export function setPodDefaults(pod: Mutable<Pod>, context: Context): void {
  pod.spec ??= { containers: [] };
  const { spec } = pod;
  spec.containers ??= [];
  setPodSpecDefaults(spec, context);
  if (!has(context, 'podLevelResources')) delete spec.resources;
  pod.spec = withResourceDefaults(pod as Pod).spec as Mutable<PodSpec>;
  pod.spec.enableServiceLinks ??= true;
  if (pod.spec.hostNetwork !== true) return;
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) {
    for (const port of container.ports ?? []) if ((port.hostPort ?? 0) === 0) port.hostPort = port.containerPort;
  }
}

/** SetDefaults_Container, and what lies within. */
function setContainerDefaults(container: Mutable<Container | EphemeralContainer>): void {
  container.imagePullPolicy ||= pullPolicyFor(container.image);
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const { valueFrom } of container.env ?? []) {
    if (valueFrom?.fieldRef !== undefined) valueFrom.fieldRef.apiVersion ||= 'v1';
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe !== undefined) setProbeDefaults(probe);
  }
  setHandlerDefaults(container.lifecycle?.postStart);
  setHandlerDefaults(container.lifecycle?.preStop);
  if (container.resources !== undefined) roundResources(container.resources);
}

/** SetDefaults_Probe: zero counts as not set. */
function setProbeDefaults(probe: Mutable<Probe>): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.grpc !== undefined) probe.grpc.service ??= '';
  setHandlerDefaults(probe);
}

/** SetDefaults_HTTPGetAction. */
function setHandlerDefaults(handler: Mutable<Pick<LifecycleHandler, 'httpGet'>> | undefined): void {
  if (handler?.httpGet === undefined) return;
  handler.httpGet.path ||= '/';
  handler.httpGet.scheme ||= 'HTTP';
}

function pullPolicyFor(image = ''): string {
  return tagOf(image) === 'latest' ? 'Always' : 'IfNotPresent';
}

interface Amounts {
  limits?: Record<string, string | number>;
  requests?: Record<string, string | number>;
}

/** SetDefaults_ResourceList. */
function roundResources(resources: Amounts): void {
  if (resources.limits !== undefined) resources.limits = rounded(resources.limits);
  if (resources.requests !== undefined) resources.requests = rounded(resources.requests);
}

const FILE_MODE = 0o644;
const TOKEN_SECONDS = 3600;

/** SetDefaults_Volume and the defaults of each kind of source. A volume without any source is an emptyDir. */
function setVolumeDefaults(volume: Mutable<Volume>, context: Context): void {
  if (Object.keys(volume).every((field) => field === 'name')) volume.emptyDir = {};
  const { image, secret, configMap, downwardAPI, projected, hostPath, iscsi, rbd, azureDisk, scaleIO, ephemeral } = volume;
  if (image !== undefined && has(context, 'imageVolumes')) image.pullPolicy ||= pullPolicyFor(image.reference);
  for (const source of [secret, configMap, downwardAPI, projected]) if (source !== undefined) source.defaultMode ??= FILE_MODE;
  for (const { fieldRef } of filesOf(volume)) if (fieldRef !== undefined) fieldRef.apiVersion ||= 'v1';
  for (const { serviceAccountToken } of projected?.sources ?? []) {
    if (serviceAccountToken !== undefined) serviceAccountToken.expirationSeconds ??= TOKEN_SECONDS;
  }
  if (hostPath !== undefined) hostPath.type ??= '';
  if (iscsi !== undefined) iscsi.iscsiInterface ||= 'default';
  if (rbd !== undefined) {
    rbd.pool ||= 'rbd';
    rbd.user ||= 'admin';
    rbd.keyring ||= '/etc/ceph/keyring';
  }
  if (azureDisk !== undefined) {
    azureDisk.cachingMode ??= 'ReadWrite';
    azureDisk.kind ??= 'Shared';
    azureDisk.fsType ??= 'ext4';
    azureDisk.readOnly ??= false;
  }
  if (scaleIO !== undefined) {
    scaleIO.storageMode ||= 'ThinProvisioned';
    scaleIO.fsType ||= 'xfs';
  }
  if (ephemeral?.volumeClaimTemplate !== undefined) {
    ephemeral.volumeClaimTemplate.spec ??= {};
    setClaimSpecDefaults(ephemeral.volumeClaimTemplate.spec);
  }
}

function filesOf({ downwardAPI, projected }: Mutable<Volume>): Mutable<NonNullable<NonNullable<Volume['downwardAPI']>['items']>> {
  return [...(downwardAPI?.items ?? []), ...(projected?.sources ?? []).flatMap((source) => source.downwardAPI?.items ?? [])];
}
