import type { Node, StorageClass, Taint } from '../generated/api.ts';
import type { KubeObject } from './object.ts';

/** Clusters to simulate on where nobody has named one. */
export function presetObjects(preset: 'one' | 'three' | 'zones' | 'gpu-spot' | 'large'): readonly KubeObject[] {
  return [...PRESETS[preset](), STANDARD_STORAGE];
}

interface Shape {
  readonly name: string;
  readonly cpu: string;
  readonly memory: string;
  readonly pods?: string;
  readonly extra?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
}

const CONTROL_PLANE: Shape = {
  name: 'control-plane',
  cpu: '2',
  memory: '4Gi',
  labels: { 'node-role.kubernetes.io/control-plane': '' },
  taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
};

const PRESETS = {
  one: () => [node({ name: 'node-1', cpu: '4', memory: '8Gi' })],
  three: () => [
    node(CONTROL_PLANE),
    node({ name: 'worker-1', cpu: '4', memory: '8Gi' }),
    node({ name: 'worker-2', cpu: '4', memory: '8Gi' }),
  ],
  zones: () =>
    ['a', 'b', 'c'].flatMap((zone) =>
      [1, 2].map((number) => node(inZone({ name: `node-${zone}${number}`, cpu: '4', memory: '16Gi' }, zone))),
    ),
  'gpu-spot': () => [
    ...[1, 2].map((number) => node({ name: `base-${number}`, cpu: '4', memory: '16Gi', labels: { pool: 'base' } })),
    ...[1, 2].map((number) =>
      node({
        name: `gpu-${number}`,
        cpu: '16',
        memory: '64Gi',
        extra: { 'nvidia.com/gpu': '2' },
        labels: { pool: 'gpu', accelerator: 'nvidia' },
        taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      }),
    ),
    ...[1, 2, 3].map((number) =>
      node({
        name: `spot-${number}`,
        cpu: '8',
        memory: '32Gi',
        labels: { pool: 'spot', 'node.kubernetes.io/lifecycle': 'spot' },
        taints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' }],
      }),
    ),
  ],
  large: () =>
    Array.from({ length: LARGE_COUNT }, (_, number) =>
      node(inZone({ name: `node-${String(number + 1).padStart(3, '0')}`, cpu: '8', memory: '32Gi' }, 'abc'.charAt(number % 3))),
    ),
} as const;

const LARGE_COUNT = 120;
const REGION = 'region-1';

function inZone(shape: Shape, zone: string): Shape {
  const topology = { 'topology.kubernetes.io/region': REGION, 'topology.kubernetes.io/zone': `${REGION}-${zone}` };
  return { ...shape, labels: { ...shape.labels, ...topology } };
}

function node({ name, cpu, memory, pods = '110', extra = {}, labels = {}, taints }: Shape): Node {
  const resources = { cpu, memory, pods, 'ephemeral-storage': '100Gi', ...extra };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...labels },
    },
    spec: taints === undefined ? {} : { taints },
    status: { capacity: resources, allocatable: resources, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** Claims that name no class get a volume when their pod has a node. */
const STANDARD_STORAGE: StorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kijabi.dev/provisioner',
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Delete',
};
