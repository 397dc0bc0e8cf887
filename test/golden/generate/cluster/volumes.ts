import type { Dice } from '../dice.ts';
import { type World, type Written, ZONE } from './world.ts';

/** Storage of a cluster: classes, volumes, claims and what CSI drivers say of themselves. */
export interface Storage {
  readonly objects: readonly Written[];
  readonly claims: Readonly<Record<string, readonly string[]>>;
}

const DRIVER = 'csi.example.com';
const CLASSES = ['local', 'wait', 'fast'] as const;

export function makeStorage(nodes: readonly string[], namespaces: readonly string[], dice: Dice): Storage {
  const claims: Record<string, string[]> = {};
  const objects: Written[] = [...classes(dice), ...csi(nodes, dice)];
  for (const namespace of namespaces) {
    for (const index of Array.from({ length: dice.int(3, 6) }).keys()) {
      const name = `claim${index}`;
      const { written, volume } = claim(name, namespace, nodes, dice);
      objects.push(...volume, written);
      claims[namespace] = [...(claims[namespace] ?? []), name];
    }
  }
  objects.push(...dice.list(0, 4, (index) => freeVolume(`pv${index}`, nodes, dice)));
  return { objects, claims };
}

function classes(dice: Dice): readonly Written[] {
  const waiting = { volumeBindingMode: 'WaitForFirstConsumer' };
  const topologies = dice.chance(0.3)
    ? { allowedTopologies: [{ matchLabelExpressions: [{ key: ZONE, values: dice.some(['a', 'b', 'c'], 0.7).concat('z') }] }] }
    : {};
  const provisioners = [
    { provisioner: 'kubernetes.io/no-provisioner', ...waiting },
    { provisioner: DRIVER, ...waiting, ...topologies },
    { provisioner: DRIVER, volumeBindingMode: 'Immediate' },
  ];
  return CLASSES.map((name, index) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    ...provisioners[index],
  }));
}

/** A driver that limits volumes per node, and perhaps knows its capacity. */
function csi(nodes: readonly string[], dice: Dice): readonly Written[] {
  const made: Written[] = [];
  if (dice.chance(0.5)) {
    for (const name of dice.some(nodes, 0.7)) {
      const allocatable = dice.chance(0.7) ? { allocatable: { count: dice.int(1, 3) } } : {};
      made.push({
        apiVersion: 'storage.k8s.io/v1',
        kind: 'CSINode',
        metadata: { name },
        spec: { drivers: [{ name: DRIVER, nodeID: name, ...allocatable }] },
      });
    }
  }
  if (!dice.chance(0.35)) return made;
  made.push({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: { name: DRIVER },
    spec: { storageCapacity: dice.chance(0.8) },
  });
  for (const zone of dice.some(['a', 'b', 'c'], 0.6)) {
    made.push({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIStorageCapacity',
      metadata: { name: `capacity-${zone}`, namespace: 'default' },
      storageClassName: 'wait',
      nodeTopology: { matchLabels: { [ZONE]: zone } },
      ...(dice.chance(0.85) ? { capacity: dice.pick(['500Mi', '2Gi', '10Gi']) } : {}),
      ...(dice.chance(0.3) ? { maximumVolumeSize: dice.pick(['1Gi', '5Gi']) } : {}),
    });
  }
  return made;
}

function claim(
  name: string,
  namespace: string,
  nodes: readonly string[],
  dice: Dice,
): { readonly written: Written; readonly volume: readonly Written[] } {
  const storage = dice.pick(['500Mi', '1Gi', '2Gi', '5Gi']);
  const storageClassName = dice.pick(CLASSES);
  const accessModes = [dice.pick(['ReadWriteOnce', 'ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'])];
  const metadata = { name, namespace, uid: `uid-${namespace}-${name}` };
  const spec = {
    accessModes,
    resources: { requests: { storage } },
    storageClassName,
    ...(dice.chance(0.1) ? { selector: { matchLabels: { tier: '1' } } } : {}),
  };
  const head = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  if (storageClassName !== 'fast' && !dice.chance(0.4))
    return { written: { ...head, metadata, spec, status: { phase: 'Pending' } }, volume: [] };
  if (dice.chance(0.1)) return { written: { ...head, metadata, spec, status: { phase: dice.pick(['Pending', 'Lost']) } }, volume: [] };
  const volumeName = `bound-${namespace}-${name}`;
  const bound = { ...metadata, annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' } };
  const claimRef = { kind: 'PersistentVolumeClaim', namespace, name, uid: metadata.uid };
  const volume = dice.chance(0.93) ? [persistentVolume(volumeName, storage, storageClassName, accessModes, nodes, dice, { claimRef })] : [];
  return { written: { ...head, metadata: bound, spec: { ...spec, volumeName }, status: { phase: 'Bound' } }, volume };
}

function freeVolume(name: string, nodes: readonly string[], dice: Dice): Written {
  const size = dice.pick(['1Gi', '2Gi', '3Gi', '10Gi']);
  return persistentVolume(name, size, 'local', dice.pick([['ReadWriteOnce'], ['ReadWriteOnce', 'ReadWriteMany']]), nodes, dice, {});
}

function persistentVolume(
  name: string,
  storage: string,
  storageClassName: string,
  accessModes: readonly string[],
  nodes: readonly string[],
  dice: Dice,
  more: Written,
): Written {
  const source = storageClassName === 'local' ? { hostPath: { path: `/data/${name}` } } : { csi: { driver: DRIVER, volumeHandle: name } };
  const labels = {
    ...(dice.chance(0.3) ? { tier: dice.pick(['1', '2']) } : {}),
    ...(dice.chance(0.2) ? { [ZONE]: dice.pick(['a', 'b', 'a__b']) } : {}),
  };
  const places = dice.pick([
    { key: 'kubernetes.io/hostname', operator: 'In', values: [nodes.length > 0 ? dice.pick(nodes) : 'nowhere'] },
    { key: ZONE, operator: 'In', values: dice.list(1, 2, () => dice.pick(['a', 'b', 'c'])) },
  ]);
  const nodeAffinity = dice.chance(0.6) ? { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [places] }] } } } : {};
  const phase = more.claimRef === undefined ? 'Available' : 'Bound';
  const spec = { capacity: { storage }, accessModes, storageClassName, ...source, ...nodeAffinity, ...more };
  return { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name, labels }, spec, status: { phase } };
}

/** The volumes of one pod: its claims, and disks that only one node may have. */
export function podVolumes({ dice, claims }: World, namespace: string): readonly Written[] {
  const own = claims[namespace] ?? [];
  const sources = dice.list(1, 3, () =>
    dice.weighted<() => Written>([
      [own.length > 0 ? 8 : 0, () => ({ persistentVolumeClaim: { claimName: dice.pick(own) } })],
      [0.3, () => ({ persistentVolumeClaim: { claimName: 'absent' } })],
      [0.5, () => ({ gcePersistentDisk: { pdName: dice.pick(['d1', 'd2']), readOnly: dice.chance(0.5) } })],
      [0.5, () => ({ awsElasticBlockStore: { volumeID: dice.pick(['vol-1', 'vol-2']) } })],
      [
        0.5,
        () => ({
          iscsi: {
            targetPortal: '10.0.0.1',
            iqn: dice.pick(['iqn.2001-04.com.example:a', 'iqn.2001-04.com.example:b']),
            lun: 0,
            readOnly: dice.chance(0.5),
          },
        }),
      ],
      [0.5, () => ({ rbd: { monitors: [dice.pick(['m1', 'm2'])], image: dice.pick(['i1', 'i2']), readOnly: dice.chance(0.3) } })],
      [0.5, () => ({ emptyDir: {} })],
      [
        0.3,
        () => ({
          ephemeral: {
            volumeClaimTemplate: {
              spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'wait', resources: { requests: { storage: '1Gi' } } },
            },
          },
        }),
      ],
    ])(),
  );
  const distinct = [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
  return distinct.map((source, index) => ({ name: `v${index}`, ...source }));
}
