import { isObject, type Json, valueAt } from '../base/json.ts';
import type { Catalog } from '../kube/catalog.ts';
import { typeAt } from '../kube/field-type.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { insertEntry, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';

/** What to write where something must stand, by the type and the name of the field; the person goes on from there. */
const CONTAINER: Json = { name: 'app', image: 'nginx:1.29' };
const VALUE_BY_FIELD: Readonly<Record<string, Json>> = {
  'PodSpec.containers': [CONTAINER],
  'Container.name': 'app',
  'Container.image': 'nginx:1.29',
  'VolumeMount.mountPath': '/data',
  'VolumeMount.name': 'data',
  'Volume.name': 'data',
  'EnvVar.name': 'NAME',
  'ContainerPort.containerPort': 8080,
  'ServicePort.port': 80,
  'ServiceSpec.ports': [{ port: 80 }],
  'HTTPIngressPath.pathType': 'Prefix',
  'HTTPIngressPath.path': '/',
  'ServiceBackendPort.number': 80,
  'PersistentVolumeClaimSpec.accessModes': ['ReadWriteOnce'],
  'PersistentVolumeSpec.accessModes': ['ReadWriteOnce'],
  'PersistentVolumeSpec.capacity': { storage: '1Gi' },
  'PersistentVolumeClaimSpec.resources': { requests: { storage: '1Gi' } },
  'CronJobSpec.schedule': '0 3 * * *',
  'HorizontalPodAutoscalerSpec.maxReplicas': 3,
  'HTTPGetAction.port': 8080,
  'TCPSocketAction.port': 8080,
  'TopologySpreadConstraint.topologyKey': 'kubernetes.io/hostname',
  'PodAffinityTerm.topologyKey': 'kubernetes.io/hostname',
  'HostPathVolumeSource.path': '/data',
  'NFSVolumeSource.path': '/data',
  'LabelSelectorRequirement.key': 'app',
  'LabelSelectorRequirement.values': ['web'],
  'NodeSelectorRequirement.values': ['value'],
  'ScopedResourceSelectorRequirement.values': ['value'],
  'NodeSelector.nodeSelectorTerms': [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }],
  'CrossVersionObjectReference.kind': 'Deployment',
  'PolicyRule.apiGroups': [''],
  'PolicyRule.resources': ['pods'],
  'PolicyRule.verbs': ['get', 'list', 'watch'],
  'RuleWithOperations.apiGroups': ['*'],
  'RuleWithOperations.apiVersions': ['*'],
  'RuleWithOperations.resources': ['*'],
  'RuleWithOperations.operations': ['CREATE'],
  'RoleRef.kind': 'Role',
  'RoleRef.apiGroup': 'rbac.authorization.k8s.io',
  'ExecAction.command': ['/bin/true'],
  'KeyToPath.key': 'key',
  'KeyToPath.path': 'key',
  'SecretKeySelector.key': 'key',
  'ConfigMapKeySelector.key': 'key',
  'Container.livenessProbe': { tcpSocket: { port: 8080 } },
  'Container.readinessProbe': { tcpSocket: { port: 8080 } },
  'Container.startupProbe': { tcpSocket: { port: 8080 } },
  'MetricTarget.averageUtilization': 80,
  'Taint.effect': 'NoSchedule',
  'SuccessPolicy.rules': [{ succeededCount: 1 }],
  'JobSpec.backoffLimitPerIndex': 1,
  'JSONSchemaProps.type': 'object',
  'RuntimeClass.handler': 'runc',
};

/** Something must stand there: a value that the server takes, for the person to change. */
export function fixMissing(resource: Resource, error: VerdictError, catalog: Catalog): readonly Fix[] {
  const key = error.missing ?? error.at.at(-1);
  if (typeof key !== 'string') return [];
  const value = valueFor(resource, error, catalog, key);
  if (value === undefined) return [];
  const at = [...resource.path, ...error.at];
  const isEmpty = find(resource.document, at).depth === at.length;
  const written = valueAt(resource.value, error.at);
  // What is there is not thrown away for the sake of what is missing in it.
  if (isEmpty && isObject(written) && Object.keys(written).length > 0) return [];
  const edits = isEmpty ? replaceValue(resource.document, at, value) : insertEntry(resource.document, at.slice(0, -1), key, value);
  const text = isObject(value) || Array.isArray(value) ? key : `${key}: ${String(value)}`;
  return edits.length === 0 ? [] : [{ title: message('editor.fix.insert', { text }), safe: false, preferred: true, edits }];
}

function valueFor(resource: Resource, error: VerdictError, catalog: Catalog, key: string): Json | undefined {
  const place = resource.known && typeAt(catalog, resource.known, error.at);
  const owner = place?.owner?.name.split('.').at(-1) ?? '';
  if (error.path === 'metadata.name') return `my-${resource.kind.replace(/\B[A-Z]/g, '-$&').toLowerCase()}`;
  const known = VALUE_BY_FIELD[`${owner}.${key}`];
  if (known !== undefined) return known;
  if (key === 'selector') return selectorFromTemplate(resource);
  if (key === 'restartPolicy') return 'OnFailure';
  if (key === 'storage') return '1Gi';
  return error.allowed?.[0] ?? place?.field?.values?.[0] ?? (NAMES.has(key) ? nameOf(resource) : undefined);
}

/** Fields that hold the name of another object: objects that belong together are often named alike. */
const NAMES: ReadonlySet<string> = new Set(['name', 'secretName', 'claimName']);

function nameOf({ name, kind }: Resource): string {
  return name ?? `my-${kind.toLowerCase()}`;
}

function selectorFromTemplate({ value }: Resource): Json | undefined {
  const labels = valueAt(value, ['spec', 'template', 'metadata', 'labels']);
  return isObject(labels) && Object.keys(labels).length > 0 ? { matchLabels: labels } : undefined;
}
