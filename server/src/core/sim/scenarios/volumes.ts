import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../generated/api.ts';
import { at } from './objects.ts';
import type { ReadyScenario } from './ready-scenario.ts';

/** A claim finds a volume, a pod uses both, and when the claim goes the volume stays: Retain keeps the data, and nobody may bind it. */
export const volumeRetained: ReadyScenario = {
  id: 'volume-retain',
  title: 'lessonVolumeRetain',
  lesson: 'lessonVolumeRetainText',
  cluster: 'one',
  from: [volume('disk-small', '1Gi'), volume('disk-fitting', '5Gi'), volume('disk-large', '20Gi')],
  objects: [claim('data', '4Gi', ''), consumer('db', 'data')],
  scenario: {
    steps: [
      at(10, { do: 'delete', target: { kind: 'PersistentVolumeClaim', name: 'data' } }),
      at(20, { do: 'delete', target: { kind: 'Pod', name: 'db' } }),
      at(30, { do: 'apply', objects: [claim('again', '4Gi', '')] }),
    ],
    containers: [],
    untilMs: 60_000,
  },
};

/** A claim of a class waits for its first pod; its volume is made where that pod runs, and goes with the claim. */
export const volumeProvisioned: ReadyScenario = {
  id: 'volume-delete',
  title: 'lessonVolumeDelete',
  lesson: 'lessonVolumeDeleteText',
  cluster: 'one',
  objects: [claim('data', '4Gi', 'standard')],
  scenario: {
    steps: [
      at(10, { do: 'apply', objects: [consumer('db', 'data')] }),
      at(20, { do: 'delete', target: { kind: 'Pod', name: 'db' } }),
      at(30, { do: 'delete', target: { kind: 'PersistentVolumeClaim', name: 'data' } }),
    ],
    containers: [],
    untilMs: 60_000,
  },
};

function volume(name: string, storage: string): PersistentVolume {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: `/disks/${name}` },
    },
  };
}

function claim(name: string, storage: string, storageClassName: string): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } },
  };
}

function consumer(name: string, claimName: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: {
      containers: [{ name: 'db', image: 'db:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
    },
  };
}
