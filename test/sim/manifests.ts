import type { Deployment, Node, Pod, StatefulSet } from '../../server/src/core/generated/api.ts';

/** Manifests as small as a test can do with. */
export function node(name: string, cpu = '8'): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    spec: {},
    status: { allocatable: { cpu, memory: '32Gi', pods: '110' }, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

export function nodes(count: number): readonly Node[] {
  return Array.from({ length: count }, (_, index) => node(`node-${index + 1}`));
}

type DeploymentSpec = NonNullable<Deployment['spec']>;

export function deployment(name: string, image: string, spec: Partial<DeploymentSpec> = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas: 3, selector: { matchLabels: { app: name } }, template: template(name, image), ...spec },
  };
}

export function statefulSet(name: string, image: string, replicas: number): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: { replicas, serviceName: name, selector: { matchLabels: { app: name } }, template: template(name, image) },
  };
}

function template(app: string, image: string): DeploymentSpec['template'] {
  const requests = { cpu: '100m', memory: '64Mi' };
  return { metadata: { labels: { app } }, spec: { containers: [{ name: 'main', image, resources: { requests } }] } };
}

export function pod(name: string, labels: Readonly<Record<string, string>> = {}): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec: { containers: [{ name: 'main', image: 'app:1' }] } };
}
