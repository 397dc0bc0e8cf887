import type { Container, Pod } from '../generated/api.ts';
import { parseDuration } from '../kube/go-duration.ts';
import { quantityOf, value } from '../kube/quantity.ts';
import { type KubeObject, type ObjectRef, ownersAbove } from './object.ts';

/** What a container does when it runs: data, since no manifest says it. Times count from its start unless told otherwise. */
export interface ContainerBehavior {
  /** From the pod's binding to the container's start: image pull and creation. */
  readonly startAfterMs?: number;
  /** It counts as ready then even without a readiness probe; with one, the probe succeeds from then on. */
  readonly readyAfterMs?: number;
  /**
   * The app answers requests, and probes, from then on. Unlike `readyAfterMs` it makes nobody wait: a pod without a readiness probe is
   * ready at its start, and gets requests that fail until then.
   */
  readonly answerAfterMs?: number;
  readonly failReadiness?: boolean;
  /** It stops answering then, to any probe, and goes on running. */
  readonly hangAfterMs?: number;
  /** Its image cannot be pulled. */
  readonly failPull?: boolean;
  /** It ends then, with `exitCode`. */
  readonly crashAfterMs?: number;
  /** 1 when absent; 0 is an end in success. */
  readonly exitCode?: number;
  /** From SIGTERM to its end; cut off by the grace period. */
  readonly stopAfterMs?: number;
  readonly memoryBytes?: number;
}

/** Applies to containers of an image, to pods of a workload, or to all. */
export interface BehaviorRule {
  readonly image?: string;
  /** `Kind/name`, e.g. `Deployment/web`; the kind may be left out. */
  readonly workload?: string;
  readonly behavior: ContainerBehavior;
}

const ANNOTATION_PREFIX = 'kijabi.dev/';

/** A container's behaviour: the pod's annotations first, then what each matching rule adds, earlier rules first. */
export function behaviorOf(
  rules: readonly BehaviorRule[],
  pod: Pod,
  container: Container,
  workload: string | undefined,
): ContainerBehavior {
  const matching = rules.filter(
    (rule) =>
      (rule.image === undefined || rule.image === container.image) &&
      (rule.workload === undefined || rule.workload === workload || rule.workload === workload?.split('/')[1]),
  );
  return Object.assign({}, ...matching.map(({ behavior }) => behavior).reverse(), annotatedBehavior(pod));
}

/** `Kind/name` of what a pod belongs to in the end: the Deployment of its ReplicaSet, the CronJob of its Job. */
export function workloadOf(pod: Pod, find: (owner: ObjectRef) => KubeObject | undefined): string | undefined {
  const top = [...ownersAbove(pod, find)].at(-1);
  return top === undefined ? undefined : `${top.kind}/${top.name}`;
}

function annotatedBehavior({ metadata }: Pod): ContainerBehavior {
  const read = (name: string): string | undefined => metadata?.annotations?.[`${ANNOTATION_PREFIX}${name}`];
  const time = (name: string): number | undefined => {
    const parsed = parseDuration(read(name) ?? '');
    return typeof parsed === 'number' ? parsed : undefined;
  };
  const found: Record<string, unknown> = {
    startAfterMs: time('start-after'),
    readyAfterMs: time('ready-after'),
    answerAfterMs: time('answer-after'),
    crashAfterMs: time('crash-after'),
    stopAfterMs: time('stop-after'),
    hangAfterMs: time('hang-after'),
    failPull: read('fail-pull') === undefined ? undefined : read('fail-pull') === 'true',
    failReadiness: read('fail-readiness') === undefined ? undefined : read('fail-readiness') === 'true',
    memoryBytes: read('memory') === undefined ? undefined : Number(value(quantityOf(read('memory')))),
    exitCode: read('exit-code') === undefined ? undefined : Number(read('exit-code')),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
