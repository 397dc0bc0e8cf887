import type { Pod } from '../../../../server/src/core/generated/api.ts';
import type { AdmissionPlugin, Component } from '../../../../server/src/core/sim/component.ts';
import { controllerOf, formatTime, keyOf, refOf, splitKey } from '../../../../server/src/core/sim/object.ts';
import { message } from '../../../../server/src/core/text/text.ts';
import type { Exit, PodRule, RecordedCase } from './case.ts';

/** What one pod will do, in seconds after the whole second of its creation. */
interface Life {
  readonly readyAt: number | undefined;
  readonly unreadyAt: number | undefined;
  readonly exit: Exit | undefined;
}

const BECAUSE = message('simRefused', { text: 'recorded' });
const KILLED = 137;

/**
 * Of the pods that change at one instant, the controllers see some in time and are at work when they learn of the rest; how many is
 * chance in the recordings. By second since 1970, in rising order; absent: all are seen in time, as in a simulation.
 */
export type Order = ReadonlyMap<number, number>;

/**
 * The recorder's kubelet and binder: pods are bound and Running as soon as they are there; all else follows their rule.
 */
export function scriptKubelet(
  recorded: RecordedCase,
  order: Order,
): { readonly admission: AdmissionPlugin; readonly component: Component } {
  const lives = new Map<string, Life>();
  const countByOwner = new Map<string, number>();
  const attemptsByIndex = new Map<string, number>();
  const delayMs = delayLate(order);

  function admit(pod: Pod, nowMs: number): Pod {
    const owner = controllerOf(pod)?.uid ?? '';
    const count = countByOwner.get(owner) ?? 0;
    countByOwner.set(owner, count + 1);
    const { namespace, name } = refOf(pod);
    const attemptKey = `${owner} ${indexOf(pod)}`;
    const attempt = attemptsByIndex.get(attemptKey) ?? 0;
    attemptsByIndex.set(attemptKey, attempt + 1);
    lives.set(keyOf({ namespace, name }), lifeOf(recorded.pods ?? [], pod, count, attempt));
    const now = formatTime(nowMs);
    return {
      ...pod,
      spec: {
        ...pod.spec,
        containers: pod.spec?.containers ?? [],
        nodeName: nodeOf(pod) ?? `n${(count % (recorded.nodes ?? 1)) + 1}`,
        terminationGracePeriodSeconds: recorded.grace ?? 0,
      },
      status: {
        phase: 'Running',
        startTime: now,
        podIP: `10.244.${Math.floor(lives.size / 256)}.${lives.size % 256}`,
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: now }],
        containerStatuses: [{ name: containerName(pod), ready: false, restartCount: 0, image: '', imageID: '' }],
      },
    };
  }

  return {
    admission: {
      name: 'recorded-binder',
      admit: (object, before, _cluster, nowMs) => (object.kind === 'Pod' && before === undefined ? admit(object as Pod, nowMs) : object),
    },
    component: {
      name: 'kubelet',
      *keysOf(change) {
        if (change.is !== 'deleted' && change.after.kind === 'Pod') yield keyOf(refOf(change.after));
      },
      *reconcile(cluster, key, nowMs) {
        const { namespace, name } = splitKey(key);
        const pod = cluster.get('Pod', namespace, name);
        const life = lives.get(key);
        if (pod === undefined || life === undefined) return;
        const deletion = pod.metadata?.deletionTimestamp;
        const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
        const next = deletion === undefined ? livingPod(pod, life, nowMs) : dyingPod(pod, nowMs);
        if (next !== pod) yield { do: 'updateStatus', object: next, because: BECAUSE };
        if (deletion !== undefined && Date.parse(deletion) <= nowMs) {
          yield { do: 'delete', object: refOf(pod), graceSeconds: 0, because: BECAUSE };
          return;
        }
        const wake = deletion === undefined ? (isOver ? undefined : nextMoment(pod, life, nowMs)) : Date.parse(deletion);
        if (wake !== undefined && wake > nowMs) yield { do: 'requeue', key, afterMs: wake - nowMs + delayMs(wake) };
      },
    },
  };
}

function delayLate(order: Order): (atMs: number) => number {
  const seen = new Map<number, number>();
  // Later seconds are later still, so that what a late one makes due a whole second after comes before what is late then.
  const latenessBySecond = new Map([...order.keys()].map((second, position) => [second, position + 1]));
  return (atMs) => {
    const second = Math.floor(atMs / 1000);
    const inTime = order.get(second) ?? Infinity;
    const before = seen.get(atMs) ?? 0;
    seen.set(atMs, before + 1);
    return before < inTime ? 0 : (latenessBySecond.get(second) ?? 0);
  };
}

function lifeOf(rules: readonly PodRule[], pod: Pod, count: number, attempt: number): Life {
  const image = pod.spec?.containers[0]?.image;
  const name = pod.metadata?.name ?? '';
  const rule = rules.find((each) => (each.image ?? image) === image && (each.names === undefined || each.names.includes(name)));
  const at = rule?.by === 'index' ? indexOf(pod) : count;
  const pick = <T>(list: readonly T[] | undefined): T | undefined => list?.[at % Math.max(1, list.length)];
  const exit = pick(rule?.exit);
  const attempts = Array.isArray(exit) ? (exit as readonly (Exit | null)[]) : undefined;
  return {
    readyAt: pick(rule?.ready) ?? undefined,
    unreadyAt: pick(rule?.unready) ?? undefined,
    exit: (attempts === undefined ? (exit as Exit | null | undefined) : attempts[Math.min(attempt, attempts.length - 1)]) ?? undefined,
  };
}

function indexOf(pod: Pod): number {
  const { annotations, labels } = pod.metadata ?? {};
  return Number(annotations?.['batch.kubernetes.io/job-completion-index'] ?? labels?.['apps.kubernetes.io/pod-index'] ?? 0);
}

/** A pod may name its node itself; a DaemonSet's does so in its affinity. */
function nodeOf(pod: Pod): string | undefined {
  if (pod.spec?.nodeName !== undefined) return pod.spec.nodeName;
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms[0]?.matchFields?.find(({ key }) => key === 'metadata.name')?.values?.[0];
}

function containerName(pod: Pod): string {
  return pod.spec?.containers[0]?.name ?? 'c';
}

function bornMs(pod: Pod): number {
  return Date.parse(pod.metadata?.creationTimestamp ?? '');
}

/** Containers that are always restarted end nothing in the recordings. */
function exitOf(pod: Pod, { exit }: Life): Exit | undefined {
  return ['Never', 'OnFailure'].includes(pod.spec?.restartPolicy ?? '') ? exit : undefined;
}

function restarts(pod: Pod, { exit }: Life): boolean {
  return exit !== undefined && exit.code !== 0 && pod.spec?.restartPolicy === 'OnFailure';
}

function livingPod(pod: Pod, life: Life, nowMs: number): Pod {
  if (pod.status?.phase !== 'Running') return pod;
  const age = (nowMs - bornMs(pod)) / 1000;
  const exit = exitOf(pod, life);
  if (exit !== undefined && age >= exit.after) {
    if (!restarts(pod, life)) return endedPod(pod, exit.code, exit.condition, nowMs);
    const restartCount = Math.floor(age / exit.after);
    if (pod.status.containerStatuses?.[0]?.restartCount !== restartCount)
      return withReady(withRestarts(pod, restartCount), life, age, nowMs);
  }
  return withReady(pod, life, age, nowMs);
}

function withReady(pod: Pod, { readyAt, unreadyAt }: Life, age: number, nowMs: number): Pod {
  const isReady = readyAt !== undefined && age >= readyAt && !(unreadyAt !== undefined && age >= unreadyAt);
  const status = isReady ? 'True' : 'False';
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === status) return pod;
  const others = pod.status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [];
  return { ...pod, status: { ...pod.status, conditions: [...others, { type: 'Ready', status, lastTransitionTime: formatTime(nowMs) }] } };
}

function withRestarts(pod: Pod, restartCount: number): Pod {
  const container = { name: containerName(pod), ready: false, restartCount, image: '', imageID: '' };
  return { ...pod, status: { ...pod.status, containerStatuses: [container] } };
}

function endedPod(pod: Pod, exitCode: number, condition: string | undefined, nowMs: number): Pod {
  const now = formatTime(nowMs);
  const others = pod.status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [];
  const terminated = { exitCode, startedAt: pod.status?.startTime ?? now, finishedAt: now };
  const restartCount = pod.status?.containerStatuses?.[0]?.restartCount ?? 0;
  return {
    ...pod,
    status: {
      ...pod.status,
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      conditions: [
        ...others,
        { type: 'Ready', status: 'False', lastTransitionTime: now },
        ...(condition === undefined ? [] : [{ type: condition, status: 'True', lastTransitionTime: now }]),
      ],
      containerStatuses: [{ name: containerName(pod), ready: false, restartCount, image: '', imageID: '', state: { terminated } }],
    },
  };
}

/** Keeps everything as it is until the grace is over; then its container was killed. */
function dyingPod(pod: Pod, nowMs: number): Pod {
  const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  return isOver || Date.parse(pod.metadata?.deletionTimestamp ?? '') > nowMs ? pod : endedPod(pod, KILLED, undefined, nowMs);
}

function nextMoment(pod: Pod, life: Life, nowMs: number): number | undefined {
  const age = (nowMs - bornMs(pod)) / 1000;
  const moments = [life.readyAt, life.unreadyAt, life.exit?.after];
  if (restarts(pod, life) && life.exit !== undefined) moments.push((Math.floor(age / life.exit.after) + 1) * life.exit.after);
  const coming = moments.filter((moment): moment is number => moment !== undefined && moment > age);
  return coming.length === 0 ? undefined : bornMs(pod) + Math.min(...coming) * 1000;
}
