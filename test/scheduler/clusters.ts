import fc from 'fast-check';
import type { Node, Pod } from '../../server/src/core/generated/api.ts';

const HOSTNAME = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';

export interface Size {
  readonly cpu: number;
  readonly memoryMi: number;
}

export function node(name: string, { cpu, memoryMi }: Size, labels: Readonly<Record<string, string>> = {}): Node {
  const allocatable = { cpu: `${cpu}m`, memory: `${memoryMi}Mi`, pods: '20' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { [HOSTNAME]: name, ...labels } },
    spec: {},
    status: { allocatable, capacity: allocatable },
  };
}

export function pod(name: string, { cpu, memoryMi }: Size, more: Partial<NonNullable<Pod['spec']>> = {}, app = 'a'): Pod {
  const requests = { cpu: `${cpu}m`, memory: `${memoryMi}Mi` };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app } },
    spec: { containers: [{ name: 'c', image: 'app:1', resources: { requests } }], ...more },
  };
}

/** A few nodes in three zones and pods with every kind of hard constraint. */
export const clusters: fc.Arbitrary<{ readonly nodes: readonly Node[]; readonly pods: readonly Pod[] }> = fc.record({
  nodes: fc
    .array(
      fc.record({
        cpu: fc.integer({ min: 500, max: 4000 }),
        memoryMi: fc.integer({ min: 256, max: 4096 }),
        zone: fc.constantFrom('a', 'b', 'c'),
        taint: fc.constantFrom(undefined, undefined, undefined, 'NoSchedule', 'NoExecute'),
      }),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((sizes) => sizes.map(({ taint, ...size }, index) => tainted(node(`n${index}`, size, { [ZONE]: size.zone }), taint))),
  pods: fc
    .array(
      fc.record({
        cpu: fc.integer({ min: 0, max: 1500 }),
        memoryMi: fc.integer({ min: 0, max: 1024 }),
        app: fc.constantFrom('a', 'b'),
        priority: fc.constantFrom(0, 0, 10),
        kind: fc.constantFrom('plain', 'plain', 'spread', 'apart', 'selected', 'required', 'tolerant', 'port'),
      }),
      { maxLength: 24 },
    )
    .map((wishes) =>
      wishes.map(({ kind, app, priority, ...size }, index) => pod(`p${index}`, size, { ...constraint(kind, app), priority }, app)),
    ),
});

function tainted(each: Node, effect: string | undefined): Node {
  return effect === undefined ? each : { ...each, spec: { taints: [{ key: 'team', effect }] } };
}

const NOT_IN_C = { matchExpressions: [{ key: ZONE, operator: 'NotIn', values: ['c'] }] };

function constraint(kind: string, app: string): Partial<NonNullable<Pod['spec']>> {
  const labelSelector = { matchLabels: { app } };
  switch (kind) {
    case 'spread':
      return { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector }] };
    case 'apart':
      return {
        affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: HOSTNAME, labelSelector }] } },
      };
    case 'selected':
      return { nodeSelector: { [ZONE]: 'a' } };
    case 'required':
      return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [NOT_IN_C] } } } };
    case 'tolerant':
      return { tolerations: [{ key: 'team', operator: 'Exists' }] };
    case 'port':
      return { containers: [{ name: 'c', image: 'app:1', ports: [{ containerPort: 80, hostPort: 8080 }] }] };
    default:
      return {};
  }
}
