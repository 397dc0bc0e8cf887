import type { Pod } from '../generated/api.ts';
import { parseDuration } from '../kube/go-duration.ts';
import { milliValue, parseQuantity, value } from '../kube/quantity.ts';
import { type Message, message } from '../text/text.ts';
import type { ServiceSummary } from './network/service-summary.ts';
import { refOf } from './object.ts';
import type { WorkloadSummary } from './summary.ts';
import { stateAt, type Trace } from './trace.ts';

/** What must hold of a run, as written after `--assert`. */
export type Assertion =
  | { readonly is: 'no-downtime' | 'no-lost-requests' | 'all-scheduled'; readonly text: string }
  | { readonly is: 'max-unavailable' | 'completes-within' | 'peak-cpu' | 'peak-memory'; readonly bound: number; readonly text: string };

export interface AssertionResult {
  readonly assertion: string;
  readonly holds: boolean;
  /** What the run came to: one line for each workload or pod that breaks it, or one that says that it holds. */
  readonly because: readonly Message[];
}

/** Reads `no-downtime`, `no-lost-requests`, `max-unavailable<=1`, `completes-within=5m`, `all-scheduled`, `peak-cpu<=2500m`, `peak-memory<=4Gi`. */
export function parseAssertion(text: string): Assertion | Message {
  const [, name = '', written = ''] = /^\s*([a-z-]+)\s*(?:<=|=)?\s*(.*?)\s*$/.exec(text) ?? [];
  switch (name) {
    case 'no-downtime':
    case 'no-lost-requests':
    case 'all-scheduled':
      if (written === '') return { is: name, text };
      break;
    case 'max-unavailable':
      if (/^\d+$/.test(written)) return { is: name, bound: Number(written), text };
      break;
    case 'completes-within': {
      const ms = parseDuration(written);
      if (typeof ms === 'number' && ms >= 0) return { is: name, bound: ms, text };
      break;
    }
    case 'peak-cpu':
    case 'peak-memory': {
      const quantity = parseQuantity(written);
      if (typeof quantity !== 'string')
        return { is: name, bound: Number(name === 'peak-cpu' ? milliValue(quantity) : value(quantity)), text };
    }
  }
  return message('simAssertUnknown', { text });
}

export function isAssertion(parsed: Assertion | Message): parsed is Assertion {
  return 'is' in parsed;
}

/** What a run came to. */
interface Outcomes {
  readonly summaries: readonly WorkloadSummary[];
  readonly services: readonly ServiceSummary[];
}

export function judge(assertion: Assertion, trace: Trace, outcomes: Outcomes): AssertionResult {
  const broken = brokenBy(assertion, trace, outcomes);
  const because = broken.length > 0 ? broken : [message('simAssertHolds', { text: assertion.text })];
  return { assertion: assertion.text, holds: broken.length === 0, because };
}

/** Workloads that stay; a Job that ends is not down. */
function isLasting({ workload }: WorkloadSummary): boolean {
  return workload.kind !== 'Job';
}

function brokenBy(assertion: Assertion, trace: Trace, { summaries, services }: Outcomes): readonly Message[] {
  const lasting = summaries.filter(isLasting);
  switch (assertion.is) {
    case 'no-downtime':
      return lasting
        .filter(({ downtimes, neverAvailable }) => downtimes.length > 0 || neverAvailable)
        .map(({ workload: { name }, downtimeMs, neverAvailable }) =>
          neverAvailable
            ? message('simAnswerNeverAvailable', { name })
            : message('simAssertDowntime', { name, seconds: downtimeMs / 1000 }),
        );
    case 'no-lost-requests':
      return services
        .filter(({ losses }) => losses.length > 0)
        .map(({ service: { name }, lossMs, worstShare }) =>
          message('networkAssertLost', { name, seconds: lossMs / 1000, percent: Math.round(worstShare * 100) }),
        );
    case 'max-unavailable':
      return lasting
        .filter(({ mostUnavailable }) => mostUnavailable > assertion.bound)
        .map(({ workload, mostUnavailable }) => message('simAssertUnavailable', { name: workload.name, count: mostUnavailable }));
    case 'completes-within':
      return summaries
        .filter(({ completedAfterMs }) => (completedAfterMs ?? Infinity) > assertion.bound)
        .map(({ workload, completedAfterMs }) =>
          completedAfterMs === undefined
            ? message('simAssertIncomplete', { name: workload.name })
            : message('simAssertSlow', { name: workload.name, seconds: completedAfterMs / 1000 }),
        );
    case 'peak-cpu':
    case 'peak-memory':
      return peakBroken(assertion, summaries);
    case 'all-scheduled':
      return pendingPods(trace).map((pod) => message('simAssertPending', { pod }));
  }
}

function peakBroken({ is, bound }: Extract<Assertion, { bound: number }>, summaries: readonly WorkloadSummary[]): readonly Message[] {
  const peak = summaries.reduce((sum, { peakExtra }) => sum + (is === 'peak-cpu' ? peakExtra.cpuMilli : peakExtra.memoryBytes), 0);
  return peak > bound ? [message('simAssertPeak', { peak, bound, unit: is === 'peak-cpu' ? 'm' : '' })] : [];
}

function pendingPods(trace: Trace): readonly string[] {
  const pods = [...stateAt(trace, trace.untilMs).values()].filter((object): object is Pod => object.kind === 'Pod');
  return pods.filter(({ spec, metadata }) => !spec?.nodeName && metadata?.deletionTimestamp === undefined).map((pod) => refOf(pod).name);
}
