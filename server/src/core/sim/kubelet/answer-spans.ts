import type { ObjectRef } from '../object.ts';

/** One life of a container, and when in it requests were answered. Milliseconds since 1970; Infinity: never, or without end. */
export interface AnswerSpan {
  readonly startedMs: number;
  /** The app listens from then on. */
  readonly fromMs: number;
  untilMs: number;
  /** Why it does not answer any more after `untilMs`. */
  endedBy: 'hang' | 'stop' | 'exit';
}

/** The lives of the app containers of one pod: what no object of the API tells. */
export interface PodAnswers {
  readonly pod: ObjectRef;
  readonly uid: string;
  readonly containers: readonly (readonly AnswerSpan[])[];
}

/** A container that is told to stop (SIGTERM) takes no new requests; one that has ended takes none either. */
export function closeSpan(spans: readonly AnswerSpan[], untilMs: number, endedBy: AnswerSpan['endedBy']): void {
  const last = spans.at(-1);
  if (last === undefined || last.untilMs <= untilMs) return;
  last.untilMs = untilMs;
  last.endedBy = endedBy;
}
