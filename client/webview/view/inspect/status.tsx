import type { InspectorProps } from '../inspector.tsx';
import { text } from '../props.ts';
import { Facts } from './facts.tsx';

type Row = readonly [string, string];
type Fields = object & { readonly kind?: string };
type Amounts = Readonly<Record<string, unknown>>;

/** What kubectl get and describe tell first of a kind: paths into the object. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec.replicas', 'status.updatedReplicas', 'status.readyReplicas', 'status.availableReplicas', 'spec.paused'],
  ReplicaSet: ['spec.replicas', 'status.replicas', 'status.readyReplicas', 'status.availableReplicas'],
  ReplicationController: ['spec.replicas', 'status.replicas', 'status.readyReplicas'],
  StatefulSet: ['spec.replicas', 'status.readyReplicas', 'status.currentRevision', 'status.updateRevision', 'status.updatedReplicas'],
  DaemonSet: ['status.desiredNumberScheduled', 'status.currentNumberScheduled', 'status.numberReady', 'status.updatedNumberScheduled'],
  Job: [
    'spec.completions',
    'spec.parallelism',
    'status.active',
    'status.succeeded',
    'status.failed',
    'spec.backoffLimit',
    'status.startTime',
    'status.completionTime',
  ],
  CronJob: [
    'spec.schedule',
    'spec.timeZone',
    'spec.concurrencyPolicy',
    'spec.suspend',
    'status.lastScheduleTime',
    'status.lastSuccessfulTime',
  ],
  Service: ['spec.type', 'spec.clusterIP', 'spec.externalName'],
  PersistentVolumeClaim: [
    'status.phase',
    'spec.volumeName',
    'spec.storageClassName',
    'status.capacity.storage',
    'spec.resources.requests.storage',
  ],
  PersistentVolume: [
    'status.phase',
    'spec.capacity.storage',
    'spec.persistentVolumeReclaimPolicy',
    'spec.claimRef.name',
    'spec.storageClassName',
  ],
  HorizontalPodAutoscaler: [
    'spec.minReplicas',
    'spec.maxReplicas',
    'status.currentReplicas',
    'status.desiredReplicas',
    'status.lastScaleTime',
  ],
  PodDisruptionBudget: [
    'spec.minAvailable',
    'spec.maxUnavailable',
    'status.currentHealthy',
    'status.desiredHealthy',
    'status.disruptionsAllowed',
  ],
};

/** An object's spec and status in a few lines, its conditions, and what is used of what it allows. */
export function StatusInspector({ state, object }: InspectorProps) {
  if (object === undefined) return null;
  const told = (TOLD[object.kind ?? ''] ?? []).map((path): Row => [path.slice(path.indexOf('.') + 1), shown(at(object, path))]);
  const revision = object.metadata?.annotations?.['deployment.kubernetes.io/revision'];
  return (
    <>
      <Facts rows={[...(revision === undefined ? [] : [['revision', revision] as const]), ...told, ...lists(object)]} />
      <Facts rows={usage(object)} caption={text(state, 'panel.used')} />
      <Facts rows={conditions(object)} caption={text(state, 'panel.conditions')} />
    </>
  );
}

function at(object: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Amounts | undefined | null)?.[key], object);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `used / hard` of a quota, name by name. */
function usage(object: Fields): readonly Row[] {
  const hard = (at(object, 'status.hard') ?? at(object, 'spec.hard') ?? {}) as Amounts;
  const used = (at(object, 'status.used') ?? {}) as Amounts;
  return Object.entries(hard).map(([name, limit]) => [name, `${shown(used[name]) || '0'} / ${shown(limit)}`]);
}

function conditions(object: Fields): readonly Row[] {
  const list = (at(object, 'status.conditions') ?? []) as readonly { type: string; status: string; reason?: string; message?: string }[];
  return list.map(({ type, status, reason, message }) => [type, [status, reason, message].filter(Boolean).join(' · ')]);
}

/** What is a list of things rather than a value. */
function lists(object: Fields): readonly Row[] {
  const active = (at(object, 'status.active') ?? []) as readonly { name?: string }[] | number;
  const metrics = (at(object, 'status.currentMetrics') ?? []) as readonly unknown[];
  const ports = (at(object, 'spec.ports') ?? []) as readonly { port?: number; targetPort?: unknown }[];
  const selector = at(object, 'spec.selector');
  return [
    ['active', Array.isArray(active) ? active.map(({ name }) => name).join('\n') : ''],
    ['metrics', metrics.map(shown).join('\n')],
    ['ports', ports.map(({ port, targetPort }) => `${port} → ${shown(targetPort ?? port)}`).join('\n')],
    ['selector', object.kind === 'Service' ? shown(selector) : ''],
  ];
}
