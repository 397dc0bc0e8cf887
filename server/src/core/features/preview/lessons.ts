import type { What } from '../../sim/trace.ts';
import type { MessageKey } from '../../text/text.ts';

/** When a sentence of a lesson begins: a time, or the first entry of the run that looks so. */
export type Moment =
  | { readonly atMs: number }
  | {
      /** 1 ms when absent: what stood at the start is not looked at. */
      readonly fromMs?: number;
      readonly kind?: string;
      /** How the object's name begins. */
      readonly name?: string;
      readonly verb?: What['verb'];
      /** Of an Event. */
      readonly reason?: string;
      /** Text in the entry, e.g. a condition's type. */
      readonly has?: string;
    };

export interface LessonStep {
  readonly moment: Moment;
  readonly text: MessageKey;
}

export interface Lesson {
  /** The note that it shows. */
  readonly note: string;
  readonly steps: readonly LessonStep[];
}

/** What is seen when, lesson by lesson. */
export const LESSONS: Readonly<Record<string, Lesson>> = {
  recreate: {
    note: 'controller/deployment-recreate',
    steps: [
      { moment: { fromMs: 0, kind: 'Deployment', reason: 'ScalingReplicaSet' }, text: 'panel.guide.recreate.down' },
      { moment: { atMs: 1000 }, text: 'panel.guide.recreate.gone' },
      { moment: { kind: 'Pod', verb: 'create' }, text: 'panel.guide.recreate.fresh' },
      { moment: { kind: 'Deployment', verb: 'update', fromMs: 4001, has: '"availableReplicas":' }, text: 'panel.guide.recreate.back' },
    ],
  },
  'rolling-update': {
    note: 'controller/deployment-rolling-update',
    steps: [
      { moment: { fromMs: 0, kind: 'Deployment', reason: 'ScalingReplicaSet' }, text: 'panel.guide.rolling.surge' },
      { moment: { kind: 'ReplicaSet', verb: 'update', has: '"readyReplicas":1' }, text: 'panel.guide.rolling.ready' },
      { moment: { kind: 'Pod', verb: 'delete' }, text: 'panel.guide.rolling.leaves' },
      { moment: { kind: 'Deployment', verb: 'update', has: 'NewReplicaSetAvailable' }, text: 'panel.guide.rolling.done' },
    ],
  },
  'blue-green': {
    note: 'controller/deployment-blue-green',
    steps: [
      { moment: { atMs: 1000 }, text: 'panel.guide.blueGreen.beside' },
      { moment: { atMs: 30_000 }, text: 'panel.guide.blueGreen.switch' },
      { moment: { atMs: 60_000 }, text: 'panel.guide.blueGreen.back' },
    ],
  },
  canary: {
    note: 'controller/deployment-canary',
    steps: [
      { moment: { atMs: 1000 }, text: 'panel.guide.canary.first' },
      { moment: { atMs: 30_000 }, text: 'panel.guide.canary.more' },
      { moment: { atMs: 40_000 }, text: 'panel.guide.canary.most' },
      { moment: { atMs: 60_000 }, text: 'panel.guide.canary.stable' },
      { moment: { atMs: 75_000 }, text: 'panel.guide.canary.end' },
    ],
  },
  'canary-ingress': {
    note: 'controller/gateway-and-ingress-canary',
    steps: [
      { moment: { atMs: 20_000 }, text: 'panel.guide.ingress.beta' },
      { moment: { atMs: 60_000 }, text: 'panel.guide.ingress.all' },
      { moment: { atMs: 81_000 }, text: 'panel.guide.ingress.end' },
    ],
  },
  'failing-rollout': {
    note: 'controller/rollout-status',
    steps: [
      { moment: { atMs: 5000 }, text: 'panel.guide.failing.stuck' },
      { moment: { kind: 'Deployment', verb: 'update', has: 'ProgressDeadlineExceeded' }, text: 'panel.guide.failing.deadline' },
      { moment: { atMs: 90_000 }, text: 'panel.guide.failing.rollback' },
    ],
  },
  drain: {
    note: 'controller/pod-disruption-budget',
    steps: [
      { moment: { atMs: 5000 }, text: 'panel.guide.drain.cordon' },
      { moment: { fromMs: 5001, kind: 'Pod', verb: 'create' }, text: 'panel.guide.drain.waits' },
      { moment: { atMs: 60_000 }, text: 'panel.guide.drain.uncordon' },
    ],
  },
  'node-failure': {
    note: 'cluster/node-status',
    steps: [
      { moment: { atMs: 10_000 }, text: 'panel.guide.failure.silent' },
      { moment: { fromMs: 10_001, kind: 'Node', verb: 'update', has: 'Unknown' }, text: 'panel.guide.failure.noticed' },
      { moment: { fromMs: 60_001, kind: 'Pod', verb: 'create' }, text: 'panel.guide.failure.replaced' },
      { moment: { atMs: 480_000 }, text: 'panel.guide.failure.recovered' },
    ],
  },
  'cron-allow': {
    note: 'controller/cron-job-concurrency',
    steps: [
      { moment: { kind: 'Job', verb: 'create' }, text: 'panel.guide.cron.first' },
      { moment: { fromMs: 120_000, kind: 'Job', verb: 'create' }, text: 'panel.guide.cron.both' },
    ],
  },
  'cron-forbid': {
    note: 'controller/cron-job-concurrency',
    steps: [
      { moment: { kind: 'Job', verb: 'create' }, text: 'panel.guide.cron.first' },
      { moment: { kind: 'CronJob', reason: 'JobAlreadyActive' }, text: 'panel.guide.cron.skipped' },
      { moment: { fromMs: 120_001, kind: 'Job', verb: 'create' }, text: 'panel.guide.cron.late' },
    ],
  },
  'cron-replace': {
    note: 'controller/cron-job-concurrency',
    steps: [
      { moment: { kind: 'Job', verb: 'create' }, text: 'panel.guide.cron.first' },
      { moment: { fromMs: 120_000, kind: 'Job', verb: 'create' }, text: 'panel.guide.cron.replaced' },
    ],
  },
  'out-of-memory': {
    note: 'pod/resources',
    steps: [
      { moment: { fromMs: 0, kind: 'Pod', verb: 'update', has: 'OOMKilled' }, text: 'panel.guide.memory.killed' },
      { moment: { kind: 'Pod', verb: 'update', has: 'CrashLoopBackOff' }, text: 'panel.guide.memory.backOff' },
      { moment: { kind: 'Pod', verb: 'update', has: 'back-off 40s' }, text: 'panel.guide.memory.longer' },
    ],
  },
  'quota-refusal': {
    note: 'namespace/resource-quota',
    steps: [
      { moment: { fromMs: 0, kind: 'ReplicaSet', reason: 'FailedCreate' }, text: 'panel.guide.quota.refused' },
      { moment: { fromMs: 1000, kind: 'ReplicaSet', reason: 'FailedCreate' }, text: 'panel.guide.quota.told' },
      { moment: { atMs: 20_000 }, text: 'panel.guide.quota.stays' },
    ],
  },
  autoscaling: {
    note: 'controller/horizontal-pod-autoscaler',
    steps: [
      { moment: { atMs: 60_000 }, text: 'panel.guide.autoscaling.load' },
      { moment: { fromMs: 60_000, kind: 'HorizontalPodAutoscaler', reason: 'SuccessfulRescale' }, text: 'panel.guide.autoscaling.up' },
      { moment: { atMs: 180_000 }, text: 'panel.guide.autoscaling.calm' },
      { moment: { fromMs: 180_001, kind: 'HorizontalPodAutoscaler', reason: 'SuccessfulRescale' }, text: 'panel.guide.autoscaling.down' },
    ],
  },
  'node-choice': {
    note: 'scheduling/node-affinity',
    steps: [
      { moment: { atMs: 1 }, text: 'panel.guide.nodeChoice.filter' },
      { moment: { atMs: 10_000 }, text: 'panel.guide.nodeChoice.cordon' },
      { moment: { atMs: 15_000 }, text: 'panel.guide.nodeChoice.passed' },
    ],
  },
  'anti-affinity': {
    note: 'scheduling/pod-anti-affinity',
    steps: [
      { moment: { fromMs: 0, kind: 'Pod', reason: 'FailedScheduling' }, text: 'panel.guide.antiAffinity.waits' },
      { moment: { atMs: 15_000 }, text: 'panel.guide.antiAffinity.preferred' },
      {
        moment: { fromMs: 15_001, kind: 'Deployment', verb: 'update', has: 'NewReplicaSetAvailable' },
        text: 'panel.guide.antiAffinity.done',
      },
    ],
  },
  selector: {
    note: 'controller/label-selector',
    steps: [
      { moment: { atMs: 1 }, text: 'panel.guide.selector.adopts' },
      { moment: { atMs: 15_000 }, text: 'panel.guide.selector.releases' },
    ],
  },
  endpoints: {
    note: 'service/endpoints',
    steps: [
      { moment: { atMs: 5000 }, text: 'panel.guide.endpoints.grow' },
      { moment: { atMs: 20_000 }, text: 'panel.guide.endpoints.typo' },
      { moment: { atMs: 35_000 }, text: 'panel.guide.endpoints.back' },
    ],
  },
  'daemon-set': {
    note: 'scheduling/taints-tolerations',
    steps: [
      { moment: { atMs: 1 }, text: 'panel.guide.daemonSet.workers' },
      { moment: { atMs: 15_000 }, text: 'panel.guide.daemonSet.tolerates' },
    ],
  },
  job: {
    note: 'controller/job-failure',
    steps: [
      { moment: { atMs: 1 }, text: 'panel.guide.job.pairs' },
      { moment: { kind: 'Job', name: 'sum', verb: 'update', has: '"Complete"' }, text: 'panel.guide.job.complete' },
      { moment: { atMs: 25_000 }, text: 'panel.guide.job.fails' },
      { moment: { kind: 'Job', name: 'broken', verb: 'update', has: 'BackoffLimitExceeded' }, text: 'panel.guide.job.gaveUp' },
    ],
  },
  'limit-range': {
    note: 'namespace/limit-range',
    steps: [
      { moment: { atMs: 1 }, text: 'panel.guide.limitRange.filled' },
      { moment: { atMs: 10_000 }, text: 'panel.guide.limitRange.refused' },
    ],
  },
  'without-probes': {
    note: 'pod/readiness-probe',
    steps: [
      { moment: { atMs: 1000 }, text: 'panel.guide.withoutProbes.half' },
      { moment: { kind: 'Pod', verb: 'delete' }, text: 'panel.guide.withoutProbes.leaves' },
    ],
  },
  'with-probes': {
    note: 'pod/termination-traffic',
    steps: [
      { moment: { kind: 'Pod', reason: 'Unhealthy' }, text: 'panel.guide.withProbes.waits' },
      { moment: { kind: 'EndpointSlice', verb: 'update' }, text: 'panel.guide.withProbes.ready' },
      { moment: { kind: 'Pod', verb: 'delete' }, text: 'panel.guide.withProbes.leaves' },
    ],
  },
  'self-healing': {
    note: 'pod/liveness-probe',
    steps: [
      { moment: { fromMs: 20_000, kind: 'Pod', reason: 'Unhealthy' }, text: 'panel.guide.selfHealing.hangs' },
      { moment: { fromMs: 20_000, kind: 'EndpointSlice', verb: 'update' }, text: 'panel.guide.selfHealing.out' },
      { moment: { kind: 'Pod', reason: 'Killing' }, text: 'panel.guide.selfHealing.restart' },
    ],
  },
  'memory-pressure': {
    note: 'pod/qos',
    steps: [
      { moment: { atMs: 10_000 }, text: 'panel.guide.pressure.comes' },
      { moment: { kind: 'Pod', verb: 'update', has: '"reason":"Evicted"' }, text: 'panel.guide.pressure.evicts' },
      { moment: { fromMs: 60_000, kind: 'Pod', reason: 'Scheduled' }, text: 'panel.guide.pressure.again' },
    ],
  },
  'volume-retain': {
    note: 'volume/reclaim-policy',
    steps: [
      { moment: { atMs: 1000 }, text: 'panel.guide.retain.bound' },
      { moment: { atMs: 10_000 }, text: 'panel.guide.retain.held' },
      { moment: { fromMs: 20_000, kind: 'PersistentVolume', verb: 'update', has: 'Released' }, text: 'panel.guide.retain.released' },
      { moment: { atMs: 30_000 }, text: 'panel.guide.retain.other' },
    ],
  },
  'volume-delete': {
    note: 'volume/dynamic-provisioning',
    steps: [
      { moment: { atMs: 1000 }, text: 'panel.guide.provision.waits' },
      { moment: { fromMs: 10_000, kind: 'PersistentVolume', verb: 'create' }, text: 'panel.guide.provision.made' },
      { moment: { atMs: 20_000 }, text: 'panel.guide.provision.stays' },
      { moment: { fromMs: 30_000, kind: 'PersistentVolume', verb: 'delete' }, text: 'panel.guide.provision.gone' },
    ],
  },
};
