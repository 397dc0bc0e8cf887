import { isArray, isObject, type Json } from '../base/json.ts';
import { parseDuration } from '../kube/go-duration.ts';
import { parseQuantity, value } from '../kube/quantity.ts';
import { type Message, message } from '../text/text.ts';
import type { BehaviorRule, ContainerBehavior } from './behavior.ts';
import type { LoadPoint } from './load-curve.ts';
import type { KubeObject } from './object.ts';
import { parseLoadPoint } from './scenario-load.ts';

/** What happens when, and how containers behave. */
export interface Scenario {
  readonly steps: readonly ScenarioStep[];
  readonly containers: readonly BehaviorRule[];
  /** What autoscalers measure, by time. */
  readonly load?: readonly LoadPoint[];
  readonly untilMs?: number;
}

/** `namespace` is that of `target` or of `object`. */
export type ScenarioStep = { readonly atMs: number; readonly namespace: string } & (
  | { readonly do: 'apply'; readonly objects: readonly KubeObject[] }
  /** Files are read by whoever has read the scenario: see `filesOf` and `withFiles`. */
  | { readonly do: 'applyFile'; readonly file: string }
  | { readonly do: 'scale'; readonly target: Target; readonly replicas: number }
  | { readonly do: 'rollback'; readonly target: Target; readonly toRevision: number }
  | { readonly do: 'pause' | 'resume' | 'restart'; readonly target: Target }
  | { readonly do: NodeStep; readonly node: string }
  | { readonly do: 'drain'; readonly node: string }
  | { readonly do: 'delete'; readonly target: Target }
);

export type NodeStep = 'cordon' | 'uncordon' | 'fail-node' | 'recover-node';

/** `deployment/web`: a kind in any case, singular, and a name. */
export interface Target {
  readonly kind: string;
  readonly name: string;
}

export interface ParsedScenario {
  readonly scenario: Scenario;
  /** What could not be understood, each with its place; such steps are left out. */
  readonly problems: readonly Message[];
}

/** Reads a scenario from the plain data of its file. */
export function parseScenario(data: Json | undefined): ParsedScenario {
  const problems: Message[] = [];
  if (!isObject(data)) return { scenario: NOTHING, problems: [message('simScenarioShape')] };
  const known = new Set(['steps', 'containers', 'load', 'until']);
  for (const key of Object.keys(data)) if (!known.has(key)) problems.push(unknownKey(key, key, [...known]));
  const steps = listOf(data.steps, 'steps', problems).flatMap((step, index) => parseStep(step, `steps[${index}]`, problems));
  const containers = listOf(data.containers, 'containers', problems).flatMap((rule, index) =>
    parseRule(rule, `containers[${index}]`, problems),
  );
  const workloadNamed = (written: Json, path: string): string | undefined => {
    const target = parseTarget(written, path, problems);
    return target === undefined ? undefined : `${target.kind}/${target.name}`;
  };
  const load = listOf(data.load, 'load', problems)
    .flatMap((point, index) => parseLoadPoint(point, `load[${index}]`, problems, workloadNamed))
    .sort((a, b) => a.atMs - b.atMs);
  const untilMs = data.until === undefined ? undefined : durationOf(data.until, 'until', problems);
  return {
    scenario: { steps, containers, ...(load.length === 0 ? {} : { load }), ...(untilMs === undefined ? {} : { untilMs }) },
    problems,
  };
}

export function filesOf({ steps }: Scenario): readonly string[] {
  return steps.flatMap((step) => (step.do === 'applyFile' ? [step.file] : []));
}

/** The scenario with each file's objects in its place. */
export function withFiles(scenario: Scenario, read: (file: string) => readonly KubeObject[]): Scenario {
  const steps = scenario.steps.map((step): ScenarioStep => {
    if (step.do !== 'applyFile') return step;
    return { atMs: step.atMs, namespace: step.namespace, do: 'apply', objects: read(step.file) };
  });
  return { ...scenario, steps };
}

const NOTHING: Scenario = { steps: [], containers: [] };
const NODE_STEPS: readonly string[] = ['cordon', 'uncordon', 'drain', 'fail-node', 'recover-node'];
const STEPS = ['apply', 'scale', 'rollback', 'pause', 'resume', 'restart', ...NODE_STEPS, 'delete'];

function parseStep(step: Json, path: string, problems: Message[]): readonly ScenarioStep[] {
  if (!isObject(step)) {
    problems.push(message('simScenarioNotMap', { path }));
    return [];
  }
  const names = Object.keys(step).filter((key) => !['at', 'namespace', 'replicas', 'toRevision'].includes(key));
  for (const name of names) if (!STEPS.includes(name)) problems.push(unknownKey(`${path}.${name}`, name, STEPS));
  const [name, ...others] = names.filter((each) => STEPS.includes(each));
  if (name === undefined || others.length > 0) {
    if (name !== undefined || names.length === 0) problems.push(message('simScenarioOneStep', { path, steps: STEPS.join(', ') }));
    return [];
  }
  const atMs = step.at === undefined ? 0 : durationOf(step.at, `${path}.at`, problems);
  if (atMs === undefined) return [];
  const namespace = typeof step.namespace === 'string' ? step.namespace : 'default';
  return stepNamed(name, step, `${path}.${name}`, problems).map((what) => ({ atMs, namespace, ...what }));
}

type Bare<T> = T extends unknown ? Omit<T, 'atMs' | 'namespace'> : never;

function stepNamed(name: string, step: { readonly [key: string]: Json }, path: string, problems: Message[]): readonly Bare<ScenarioStep>[] {
  const given = step[name];
  if (name === 'apply') return parseApply(given, path, problems);
  if (NODE_STEPS.includes(name)) {
    if (typeof given === 'string') return [{ do: name as NodeStep, node: given }];
    problems.push(message('simScenarioNode', { path }));
    return [];
  }
  const target = parseTarget(given, path, problems);
  if (target === undefined) return [];
  const numberAt = (key: string): number | undefined => {
    const inner = isObject(given) ? given[key] : undefined;
    const found = inner ?? step[key];
    return typeof found === 'number' && Number.isInteger(found) && found >= 0 ? found : undefined;
  };
  if (name === 'rollback') return [{ do: 'rollback', target, toRevision: numberAt('toRevision') ?? 0 }];
  if (name !== 'scale') return [{ do: name as 'pause', target }];
  const replicas = numberAt('replicas');
  if (replicas === undefined) problems.push(message('simScenarioReplicas', { path }));
  return replicas === undefined ? [] : [{ do: 'scale', target, replicas }];
}

function parseApply(given: Json | undefined, path: string, problems: Message[]): readonly Bare<ScenarioStep>[] {
  if (typeof given === 'string') return [{ do: 'applyFile', file: given }];
  const objects = (isArray(given) ? given : [given]).filter((each) => isObject(each) && typeof each.kind === 'string');
  if (objects.length > 0) return [{ do: 'apply', objects: objects as unknown as readonly KubeObject[] }];
  problems.push(message('simScenarioApply', { path }));
  return [];
}

/** `deployment/web`, or `{workload: deployment/web}`, or `{kind: Deployment, name: web}`. */
function parseTarget(given: Json | undefined, path: string, problems: Message[]): Target | undefined {
  const text = typeof given === 'string' ? given : isObject(given) && typeof given.workload === 'string' ? given.workload : undefined;
  const [kind, name] = text?.split('/') ?? [];
  if (kind && name) return { kind: kindOf(kind), name };
  if (isObject(given) && typeof given.kind === 'string' && typeof given.name === 'string') {
    return { kind: kindOf(given.kind), name: given.name };
  }
  problems.push(message('simScenarioTarget', { path }));
  return undefined;
}

const KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Pod',
  'Node',
  'Namespace',
  'Service',
  'PersistentVolumeClaim',
  'PersistentVolume',
];
const SHORT_NAMES: Readonly<Record<string, string>> = {
  deploy: 'Deployment',
  sts: 'StatefulSet',
  ds: 'DaemonSet',
  rs: 'ReplicaSet',
  rc: 'ReplicationController',
  cj: 'CronJob',
  po: 'Pod',
  svc: 'Service',
  ns: 'Namespace',
  pvc: 'PersistentVolumeClaim',
  pv: 'PersistentVolume',
};

/** Kinds as kubectl takes them: any case, singular or plural, or a short name; others as they are written. */
function kindOf(text: string): string {
  const lower = text.toLowerCase();
  return SHORT_NAMES[lower] ?? KINDS.find((kind) => lower === kind.toLowerCase() || lower === `${kind.toLowerCase()}s`) ?? text;
}

const RULE_KEYS = [
  'image',
  'workload',
  'startAfter',
  'readyAfter',
  'answerAfter',
  'failReadiness',
  'crashAfter',
  'hangAfter',
  'failPull',
  'exitCode',
  'stopAfter',
  'memory',
];

function parseRule(rule: Json, path: string, problems: Message[]): readonly BehaviorRule[] {
  if (!isObject(rule)) {
    problems.push(message('simScenarioNotMap', { path }));
    return [];
  }
  for (const key of Object.keys(rule)) if (!RULE_KEYS.includes(key)) problems.push(unknownKey(`${path}.${key}`, key, RULE_KEYS));
  const time = (key: string): number | undefined =>
    rule[key] === undefined ? undefined : durationOf(rule[key], `${path}.${key}`, problems);
  const typed = (key: string, type: 'boolean' | 'number'): Json | undefined => {
    const given = rule[key];
    if (given === undefined || typeof given === type) return given;
    problems.push(message('simScenarioType', { path: `${path}.${key}`, type: type === 'boolean' ? 'true, false' : '0, 1, 137' }));
    return undefined;
  };
  const { memory } = rule;
  const found: Record<string, unknown> = {
    startAfterMs: time('startAfter'),
    readyAfterMs: time('readyAfter'),
    answerAfterMs: time('answerAfter'),
    crashAfterMs: time('crashAfter'),
    hangAfterMs: time('hangAfter'),
    stopAfterMs: time('stopAfter'),
    failReadiness: typed('failReadiness', 'boolean'),
    failPull: typed('failPull', 'boolean'),
    exitCode: typed('exitCode', 'number'),
    memoryBytes: memory === undefined ? undefined : bytesOf(memory, `${path}.memory`, problems),
  };
  const behavior = Object.fromEntries(Object.entries(found).filter(([, each]) => each !== undefined)) as ContainerBehavior;
  const workload = typeof rule.workload === 'string' ? parseTarget(rule.workload, `${path}.workload`, problems) : undefined;
  return [
    {
      ...(typeof rule.image === 'string' ? { image: rule.image } : {}),
      ...(workload === undefined ? {} : { workload: `${workload.kind}/${workload.name}` }),
      behavior,
    },
  ];
}

function listOf(given: Json | undefined, path: string, problems: Message[]): readonly Json[] {
  if (given === undefined || given === null) return [];
  if (isArray(given)) return given;
  problems.push(message('simScenarioNotList', { path }));
  return [];
}

function durationOf(given: Json | undefined, path: string, problems: Message[]): number | undefined {
  const text = typeof given === 'number' ? `${given}s` : typeof given === 'string' ? given : '';
  const parsed = parseDuration(text);
  if (typeof parsed === 'number' && parsed >= 0) return parsed;
  problems.push(message('simScenarioDuration', { path, text: String(given) }));
  return undefined;
}

function bytesOf(given: Json, path: string, problems: Message[]): number | undefined {
  const parsed = parseQuantity(String(given));
  if (typeof parsed !== 'string') return Number(value(parsed));
  problems.push(message('simScenarioType', { path, type: '64Mi, 1Gi' }));
  return undefined;
}

function unknownKey(path: string, key: string, known: readonly string[]): Message {
  return message('simScenarioKey', { path, key, known: known.join(', ') });
}
