import type { AnswerSpan, PodAnswers } from '../kubelet/answer-spans.ts';
import type { ObjectRef } from '../object.ts';
import type { Trace } from '../trace.ts';
import { type Routes, type Routing, routesOf, type ServiceRoutes } from './routing.ts';

/** Why a request fails. */
export type FailureReason =
  /** No endpoint at all. */
  | 'nobody'
  /** Its pod counts as ready, and the app does not listen yet. */
  | 'starting'
  /** Its pod has been told to stop, and the proxies have not heard of it. */
  | 'stopping'
  /** Its container has just ended. */
  | 'ended'
  /** The app hangs, and no probe has found out. */
  | 'hung'
  /** The machine is down, and the cluster has not noticed. */
  | 'node';

export interface Failure {
  readonly why: FailureReason;
  /** One of the pods; '' where there is none. */
  readonly pod: string;
  readonly share: number;
}

/** What becomes of the requests to a Service from `timeMs` on; shares of 1. */
export interface RequestSample {
  readonly timeMs: number;
  readonly service: ObjectRef;
  /** Who is asked, by image. */
  readonly versions: readonly { readonly version: string; readonly share: number }[];
  readonly failing: number;
  readonly failures: readonly Failure[];
}

/**
 * How long the kube-proxies need to hear that an endpoint came or went: their own pause between two syncs (`minSyncPeriod`). The pod's
 * kubelet does not wait for them, so a container that stops at once is still asked for so long.
 */
export const PROXY_DELAY_MS = 1000;

/**
 * What becomes of the requests to each Service, as a client would see it who asks all the time. A Service counts from the first time
 * at which somebody answered.
 */
export function requestSamples(trace: Trace, answers: readonly PodAnswers[]): readonly RequestSample[] {
  const routes = routesOf(trace.entries);
  const lives = new Map(answers.map(({ uid, containers }) => [uid, containers.map((spans) => spans.map(sinceStart(trace.startMs)))]));
  const samples = routes.services.flatMap((service) => samplesOf(service, routes, lives, trace.untilMs));
  return samples.sort((a, b) => a.timeMs - b.timeMs);
}

type Lives = ReadonlyMap<string, readonly (readonly AnswerSpan[])[]>;

function sinceStart(startMs: number): (span: AnswerSpan) => AnswerSpan {
  return ({ startedMs, fromMs, untilMs, endedBy }) => ({
    startedMs: startedMs - startMs,
    fromMs: fromMs - startMs,
    untilMs: untilMs - startMs,
    endedBy,
  });
}

function samplesOf({ service, routings, goneMs }: ServiceRoutes, routes: Routes, lives: Lives, endMs: number): readonly RequestSample[] {
  const samples: RequestSample[] = [];
  let wasUp = answeredBefore(routings[0], routes, lives);
  for (const [index, routing] of routings.entries()) {
    const fromMs = heardMs(routing, index);
    const next = routings[index + 1];
    const untilMs = Math.min(next === undefined ? endMs + 1 : heardMs(next, index + 1), goneMs ?? Infinity);
    for (const timeMs of momentsOf(routing, routes, lives, fromMs, untilMs)) {
      const failures = failuresAt(routing, routes, lives, timeMs);
      const failing = failingOf(failures);
      wasUp ||= failing < 1;
      const sample = { timeMs, service, versions: versionsOf(routing), failing, failures };
      if (wasUp && !isSame(samples.at(-1), sample)) samples.push(sample);
    }
  }
  return samples;
}

/** Whoever answered until the start, and is told to stop at that very instant, was up all the same. */
function answeredBefore(first: Routing | undefined, routes: Routes, lives: Lives): boolean {
  return first?.timeMs === 0 && failingOf(failuresAt(first, routes, lives, -1)) < 1;
}

function failingOf(failures: readonly Failure[]): number {
  return rounded(failures.reduce((sum, { share }) => sum + share, 0));
}

/** Six sixths are one. */
function rounded(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}

/** What stood at the start is known to the proxies already. */
function heardMs({ timeMs }: Routing, index: number): number {
  return index === 0 && timeMs === 0 ? 0 : timeMs + PROXY_DELAY_MS;
}

/** The instants from `fromMs` to before `untilMs` at which something may change. */
function momentsOf({ targets }: Routing, routes: Routes, lives: Lives, fromMs: number, untilMs: number): readonly number[] {
  const moments = new Set([fromMs]);
  const add = (timeMs: number): void => {
    if (timeMs > fromMs && timeMs < untilMs) moments.add(timeMs);
  };
  for (const { uid } of targets) {
    for (const span of lives.get(uid)?.flat() ?? []) for (const edge of [span.startedMs, span.fromMs, span.untilMs]) add(edge);
    for (const failure of routes.failuresByNode.get(routes.nodeByUid.get(uid) ?? '') ?? []) {
      add(failure.fromMs);
      add(failure.untilMs);
    }
  }
  return fromMs < untilMs ? [...moments].sort((a, b) => a - b) : [];
}

function failuresAt({ targets, nowhere }: Routing, routes: Routes, lives: Lives, timeMs: number): readonly Failure[] {
  const byReason = new Map<FailureReason, Failure>();
  const add = (why: FailureReason, pod: string, share: number): void => {
    const before = byReason.get(why);
    byReason.set(why, { why, pod: before?.pod ?? pod, share: (before?.share ?? 0) + share });
  };
  if (nowhere > 0) add('nobody', '', nowhere);
  for (const { uid, pod, share } of targets) {
    const node = routes.nodeByUid.get(uid) ?? '';
    const isDown = routes.failuresByNode.get(node)?.some(({ fromMs, untilMs }) => fromMs <= timeMs && timeMs < untilMs) ?? false;
    const why = isDown ? 'node' : troubleAt(lives.get(uid) ?? [], timeMs);
    if (why !== undefined) add(why, pod, share);
  }
  return [...byReason.values()].map((failure) => ({ ...failure, share: rounded(failure.share) }));
}

const REASON_BY_END: Readonly<Record<AnswerSpan['endedBy'], FailureReason>> = { hang: 'hung', stop: 'stopping', exit: 'ended' };

/** A pod answers when all its app containers do. */
function troubleAt(containers: readonly (readonly AnswerSpan[])[], timeMs: number): FailureReason | undefined {
  for (const spans of containers) {
    const span = spans.findLast(({ startedMs }) => startedMs <= timeMs);
    if (span === undefined) return 'starting';
    if (timeMs >= span.untilMs) return REASON_BY_END[span.endedBy];
    if (timeMs < span.fromMs) return 'starting';
  }
  return undefined;
}

function versionsOf({ targets }: Routing): RequestSample['versions'] {
  const shares = new Map<string, number>();
  for (const { version, share } of targets) shares.set(version, (shares.get(version) ?? 0) + share);
  return [...shares].map(([version, share]) => ({ version, share: rounded(share) })).sort((a, b) => (a.version < b.version ? -1 : 1));
}

function isSame(before: RequestSample | undefined, after: RequestSample): boolean {
  if (before === undefined) return false;
  return JSON.stringify([before.versions, before.failures]) === JSON.stringify([after.versions, after.failures]);
}
