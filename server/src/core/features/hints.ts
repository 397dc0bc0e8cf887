import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Deployment, Pod } from '../generated/api.ts';
import type { Catalog } from '../kube/catalog.ts';
import { nextTime, parseCron } from '../kube/cron.ts';
import { qosClassOf } from '../kube/qos.ts';
import { type Resource, resourcesOf } from '../kube/resource.ts';
import { UTC } from '../kube/time-zone.ts';
import { isRolling, maxSurgeOf, maxUnavailableOf, replicasOf } from '../sim/controllers/fenceposts.ts';
import { type Language, message, say } from '../text/text.ts';
import type { Document } from '../yaml/document.ts';
import { keyRangeOf } from '../yaml/locate.ts';
import { cronInWords } from './cron-words.ts';

/** Words behind a line: what the server makes of it. */
export interface Hint {
  /** Offset into the document's own text: the end of the line that the words are about. */
  readonly offset: number;
  readonly text: string;
}

const POD_SPEC: Readonly<Record<string, Path>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Which of the hints are wanted. */
export interface HintChoice {
  readonly qos: boolean;
  readonly rollout: boolean;
  readonly schedule: boolean;
}

const ALL: HintChoice = { qos: true, rollout: true, schedule: true };

/** QoS class of a pod, arithmetic of a rollout, a schedule in words; its next runs where `nowMs` (since 1970) is known. */
export function hintsOf(document: Document, catalog: Catalog, language: Language, chosen = ALL, nowMs?: number): readonly Hint[] {
  return resourcesOf(document, catalog).flatMap((resource) =>
    [
      chosen.qos ? qosHint(resource, language) : undefined,
      chosen.rollout ? rolloutHint(resource, language) : undefined,
      chosen.schedule ? cronHint(resource, language, nowMs) : undefined,
    ].filter((hint) => hint !== undefined),
  );
}

function hintAt({ document, path }: Resource, at: Path, text: string): Hint {
  const { end } = keyRangeOf(document, [...path, ...at]);
  const rest = /^[^\r\n]*/.exec(document.text.slice(end))?.[0].trimEnd() ?? '';
  return { offset: end + rest.length, text };
}

function qosHint(resource: Resource, language: Language): Hint | undefined {
  const at = POD_SPEC[resource.kind];
  const spec = at && valueAt(resource.value, at);
  if (at === undefined || !isObject(spec) || !isReadable(spec)) return undefined;
  return hintAt(resource, at, say(language, message('editor.hintQos', { qos: qosClassOf({ spec } as unknown as Pod) })));
}

/** Half-written resources would be misread: every quantity has to be a text or a number. */
function isReadable(spec: JsonObject): boolean {
  const { containers } = spec;
  const initContainers = spec.initContainers ?? [];
  if (!isArray(containers) || containers.length === 0 || !isArray(initContainers)) return false;
  // The pod as a whole may have resources too.
  return [spec, ...containers, ...initContainers].every(
    (holder) => isObject(holder) && ['requests', 'limits'].every((side) => isAmounts(valueAt(holder, ['resources', side]))),
  );
}

function isAmounts(amounts: Json | undefined): boolean {
  if (amounts === undefined) return true;
  return (
    isObject(amounts) &&
    Object.values(amounts).every(
      (amount) => typeof amount === 'number' || (typeof amount === 'string' && /^\d+(\.\d+)?(m|[kKMGTPE]i?)?$/.test(amount)),
    )
  );
}

function rolloutHint(resource: Resource, language: Language): Hint | undefined {
  if (resource.kind !== 'Deployment' || !isObject(resource.value.spec)) return undefined;
  const { replicas, strategy } = resource.value.spec;
  if (replicas !== undefined && typeof replicas !== 'number') return undefined;
  if (strategy !== undefined && !isObject(strategy)) return undefined;
  const deployment = resource.value as unknown as Deployment;
  if (!isRolling(deployment)) return undefined;
  const limits = isObject(strategy) ? strategy.rollingUpdate : undefined;
  const read = (key: string): string | number => {
    const value = isObject(limits) ? limits[key] : undefined;
    return typeof value === 'number' || (typeof value === 'string' && /^\d+%$/.test(value)) ? value : '25%';
  };
  const rollingUpdate = { maxSurge: read('maxSurge'), maxUnavailable: read('maxUnavailable') };
  const full = { spec: { ...deployment.spec, replicas: replicas ?? 1, strategy: { type: 'RollingUpdate', rollingUpdate } } } as Deployment;
  const wanted = replicasOf(full);
  const values = { most: wanted + maxSurgeOf(full), fewest: wanted - maxUnavailableOf(full) };
  return hintAt(resource, ['spec', replicas === undefined ? 'template' : 'replicas'], say(language, message('editor.hintRollout', values)));
}

function cronHint(resource: Resource, language: Language, nowMs: number | undefined): Hint | undefined {
  if (resource.kind !== 'CronJob') return undefined;
  const schedule = valueAt(resource.value, ['spec', 'schedule']);
  if (typeof schedule !== 'string') return undefined;
  const words = cronInWords(schedule, language);
  const runs = nowMs === undefined || valueAt(resource.value, ['spec', 'suspend']) === true ? [] : nextRuns(resource, schedule, nowMs);
  const next = runs.length === 0 ? undefined : say(language, message('batchNextRuns', { times: runs.join(', ') }));
  const text = [words, next].filter((part) => part !== undefined).join(' · ');
  return text === '' ? undefined : hintAt(resource, ['spec', 'schedule'], text);
}

const RUNS_SHOWN = 3;

/** `01-06 03:00 UTC`: the wall clock of the schedule's own zone. */
function nextRuns(resource: Resource, schedule: string, nowMs: number): readonly string[] {
  const written = valueAt(resource.value, ['spec', 'timeZone']);
  const zoned = typeof written === 'string' && !schedule.includes('TZ') ? `TZ=${written} ${schedule}` : schedule;
  const cron = parseCron(zoned);
  if ('error' in cron) return [];
  const zone = cron.is === 'calendar' ? cron.zone : UTC;
  const runs: string[] = [];
  for (let at = nextTime(cron, nowMs); at !== undefined && runs.length < RUNS_SHOWN; at = nextTime(cron, at)) {
    const local = new Date(at + zone.offsetMs(at)).toISOString();
    runs.push(`${local.slice('2026-'.length, '2026-01-06'.length)} ${local.slice('2026-01-06T'.length, '2026-01-06T03:00'.length)}`);
  }
  return runs.map((run, index) => (index === runs.length - 1 ? `${run} ${zone.name}` : run));
}
