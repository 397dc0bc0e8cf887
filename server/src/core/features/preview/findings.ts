import type { PreviewFinding } from '../../protocol.ts';
import type { Simulation } from '../../sim/simulate.ts';
import type { WorkloadSummary } from '../../sim/summary.ts';
import { idOf } from '../../sim/trace.ts';
import { type Language, type Message, message, say } from '../../text/text.ts';
import { NOTE_BY_PLUGIN } from './notes-on.ts';

/** What the verdict strip says: refusals, pods without a node, downtime, stalls, and what it costs; worst first within a kind. */
export function findingsOf(simulation: Simulation, language: Language): readonly PreviewFinding[] {
  return findingsIn(simulation).map((finding) => ({ ...finding, message: say(language, finding.message) }));
}

type Unspoken = Omit<PreviewFinding, 'message'> & { readonly message: Message };

function findingsIn({ trace, summaries }: Simulation): readonly Unspoken[] {
  const refused = trace.entries.flatMap(({ timeMs, object, what }): readonly Unspoken[] => {
    if (what.verb !== 'refuse' || what.status === 'Conflict' || what.status === 'AlreadyExists') return [];
    return [
      {
        severity: 'error',
        message: message('panel.finding.refused', { kind: object.kind, name: object.name, text: what.message }),
        timeMs,
        object,
        ...(/exceeded quota/.test(what.message) && { note: 'namespace/resource-quota' }),
      },
    ];
  });
  const placed = trace.untilMs > 0 ? placement(trace.entries) : [];
  const stopped = trace.entries.flatMap(({ timeMs, because, what }): readonly Unspoken[] =>
    what.verb === 'stop' ? [{ severity: 'warning', message: because, timeMs }] : [],
  );
  const failed = failuresIn(trace.entries);
  // What ended as a failure is not said to be complete.
  const ended = new Set(failed.flatMap(({ object }) => (object?.kind === 'Job' ? [object.name] : [])));
  const lived = summaries.filter(({ workload: { kind, name } }) => kind !== 'Job' || !ended.has(name));
  return [...firstOfEach(refused), ...failed, ...placed, ...lived.flatMap(ofWorkload), ...stopped];
}

/** Jobs that gave up, and rollouts that passed their deadline, whatever became of them later. */
function failuresIn(entries: Simulation['trace']['entries']): readonly Unspoken[] {
  const seen = new Set<string>();
  return entries.flatMap(({ timeMs, object, what }): readonly Unspoken[] => {
    if (what.verb !== 'update' || timeMs === 0 || (object.kind !== 'Job' && object.kind !== 'Deployment')) return [];
    const { conditions = [] } = (what.patch.status ?? {}) as { conditions?: readonly Condition[] };
    const found = conditions.find(({ type, status, reason }) =>
      object.kind === 'Job' ? type === 'Failed' && status === 'True' : reason === 'ProgressDeadlineExceeded',
    );
    if (found === undefined || seen.has(idOf(object))) return [];
    seen.add(idOf(object));
    const name = `${object.kind} ${object.name}`;
    return object.kind === 'Job'
      ? [
          {
            severity: 'error',
            message: message('panel.finding.failed', { name, reason: found.reason ?? '' }),
            timeMs,
            object,
            note: JOB_NOTE,
          },
        ]
      : [{ severity: 'error', message: message('panel.finding.deadline', { name }), timeMs, object, note: 'controller/rollout-status' }];
  });
}

const JOB_NOTE = 'controller/job-failure';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

function placement(entries: Simulation['trace']['entries']): readonly Unspoken[] {
  const lastByPod = new Map<string, (typeof entries)[number]>();
  for (const entry of entries) if (entry.decision !== undefined) lastByPod.set(entry.decision.pod, entry);
  const waiting = [...lastByPod.values()].filter(({ decision }) => decision?.node === '');
  const [first] = waiting;
  if (first === undefined)
    return lastByPod.size === 0 ? [] : [{ severity: 'info', message: message('panel.finding.allPlaced', { count: lastByPod.size }) }];
  const plugin = first.decision?.preFilter.plugin ?? first.decision?.filters[0]?.plugin ?? '';
  const note = NOTE_BY_PLUGIN[plugin];
  const text = first.what.verb === 'event' ? first.what.message : '';
  const values = { placed: lastByPod.size - waiting.length, total: lastByPod.size, pod: first.object.name, text };
  return [
    {
      severity: 'error',
      message: message('panel.finding.waiting', values),
      timeMs: first.timeMs,
      object: first.object,
      ...(note !== undefined && { note }),
    },
  ];
}

function ofWorkload(summary: WorkloadSummary): readonly Unspoken[] {
  const {
    workload: object,
    downtimes,
    downtimeMs,
    neverAvailable,
    mostUnavailable,
    lowestAvailable,
    peakExtra,
    stall,
    completedAfterMs,
  } = summary;
  const findings: Unspoken[] = [];
  const name = `${object.kind} ${object.name}`;
  const [down] = downtimes;
  if (down !== undefined) {
    findings.push({
      severity: 'error',
      message: message('panel.finding.downtime', { name, seconds: seconds(downtimeMs) }),
      timeMs: down.fromMs,
      object,
      ...(object.kind === 'Deployment' && { note: 'controller/deployment-recreate' }),
    });
  } else if (neverAvailable && object.kind !== 'Job') {
    findings.push({ severity: 'error', message: message('simAnswerNeverAvailable', { name }), timeMs: summary.startedMs, object });
  } else if (mostUnavailable > 0 && lowestAvailable !== undefined && lowestAvailable.available < lowestAvailable.desired) {
    const values = { name, available: lowestAvailable.available, desired: lowestAvailable.desired };
    findings.push({ severity: 'warning', message: message('panel.finding.lowest', values), timeMs: lowestAvailable.timeMs, object });
  }
  if (stall !== undefined && stall.why.length > 0) {
    findings.push({
      severity: 'error',
      message: message('panel.finding.stall', { name, seconds: seconds(stall.sinceMs) }),
      timeMs: stall.sinceMs,
      object,
      note: 'controller/rollout-status',
    });
  } else if (completedAfterMs !== undefined && completedAfterMs > 0) {
    findings.push({
      severity: 'info',
      message: message('panel.finding.completed', { name, seconds: seconds(completedAfterMs) }),
      timeMs: summary.startedMs + completedAfterMs,
      object,
    });
  }
  if (summary.startedMs > 0 && (peakExtra.cpuMilli > 0 || peakExtra.memoryBytes > 0)) {
    const values = { name, cpu: `${peakExtra.cpuMilli}m`, memory: `${Math.round(peakExtra.memoryBytes / 1024 / 1024)}Mi` };
    findings.push({ severity: 'info', message: message('panel.finding.peak', values), timeMs: peakExtra.timeMs, object });
  }
  return findings;
}

/** A controller that is refused tries again and again: said once. */
function firstOfEach(findings: readonly Unspoken[]): readonly Unspoken[] {
  const seen = new Set<string>();
  return findings.filter(({ message: { values }, object }) => {
    const text = `${object?.kind} ${values.text}`;
    return seen.has(text) ? false : seen.add(text) !== undefined;
  });
}

function seconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(timeMs % 1000 === 0 ? 0 : 1);
}
