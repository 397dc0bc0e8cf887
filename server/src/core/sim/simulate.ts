import { type Catalog, DEFAULT_KUBERNETES_VERSION, type KubernetesVersion } from '../kube/catalog.ts';
import { message } from '../text/text.ts';
import { createApiValidation } from './admission/api-validation.ts';
import { claimResize } from './admission/claim-resize.ts';
import { defaultStorageClass } from './admission/default-storage-class.ts';
import { immutableFields } from './admission/immutable-fields.ts';
import { limitRanger } from './admission/limit-ranger.ts';
import { namespaceLifecycle } from './admission/namespace-lifecycle.ts';
import { podAdmission } from './admission/pod-admission.ts';
import { resourceQuota } from './admission/resource-quota.ts';
import { serviceAllocation } from './admission/service-allocation.ts';
import { storageProtection } from './admission/storage-protection.ts';
import { applyAction, type LastApplied } from './apply.ts';
import { type Assertion, type AssertionResult, judge } from './assertions.ts';
import type { Cluster } from './cluster.ts';
import type { AdmissionPlugin, Component } from './component.ts';
import { createAutoscaler } from './controllers/horizontal-pod-autoscaler.ts';
import { createControllers } from './controllers.ts';
import { createEngine, DEFAULT_START_MS, type Engine, type Limits } from './engine.ts';
import type { PodAnswers } from './kubelet/answer-spans.ts';
import { createKubelet } from './kubelet/kubelet.ts';
import { createLoadMetrics } from './load-curve.ts';
import { type RequestSample, requestSamples } from './network/requests.ts';
import { type ServiceSummary, summarizeServices } from './network/service-summary.ts';
import { type KubeObject, refOf } from './object.ts';
import { type Sample, STANDING, samplesOf } from './samples.ts';
import type { Scenario } from './scenario.ts';
import { planStep } from './scenario-steps.ts';
import { createSchedulingComponent } from './scheduling.ts';
import { summarize, type WorkloadSummary } from './summary.ts';
import type { Entry, Trace } from './trace.ts';

export interface SimulationInput {
  /** Nodes and whatever else is there before anything is applied; pods may be running already. */
  readonly cluster: readonly KubeObject[];
  /** Applied at time 0. */
  readonly objects: readonly KubeObject[];
  /** The manifest that runs at the start: it is applied and left to settle before time 0. */
  readonly from?: readonly KubeObject[];
  readonly scenario?: Scenario;
  readonly seed?: number;
  readonly untilMs?: number;
  readonly assertions?: readonly Assertion[];
  readonly kubernetesVersion?: KubernetesVersion;
  /** What is applied is completed and judged as its API server would; without it, taken as it is. */
  readonly catalog?: Catalog;
  readonly admission?: readonly AdmissionPlugin[];
  readonly limits?: Partial<Limits>;
  /** Told how far the run is, in simulated time. */
  readonly onProgress?: (doneMs: number, totalMs: number) => void;
}

export interface Simulation {
  readonly kubernetesVersion: KubernetesVersion;
  readonly seed: number;
  readonly trace: Trace;
  /** What the former manifest did before time 0, at times below it. */
  readonly settling: readonly Entry[];
  readonly samples: readonly Sample[];
  readonly summaries: readonly WorkloadSummary[];
  /** What became of the requests to each Service. */
  readonly requests: readonly RequestSample[];
  readonly services: readonly ServiceSummary[];
  readonly assertions: readonly AssertionResult[];
}

export const DEFAULT_UNTIL_MS = 10 * 60_000;
/** How long the former manifest has at most to come up before the new one is applied. */
const LONGEST_SETTLING_MS = 15 * 60_000;
/** Quiet that counts as settled. */
const QUIET_MS = 60_000;

/** Plays a manifest, and what the scenario says, on a whole cluster: controllers, scheduler, kubelets. */
export function simulate(input: SimulationInput): Simulation {
  const seed = input.seed ?? 1;
  const untilMs = input.untilMs ?? input.scenario?.untilMs ?? DEFAULT_UNTIL_MS;
  const answers: PodAnswers[] = [];
  let originMs: number | undefined;
  const engine: Engine = createEngine({
    components: [
      ...componentsOf(input, (each) => answers.push(each)),
      autoscalerOf(
        input,
        () => engine.cluster,
        () => originMs,
      ),
    ],
    admission: admissionOf(input),
    seed,
    ...(input.limits === undefined ? {} : { limits: input.limits }),
    onInstant: (timeMs) => input.onProgress?.(timeMs, (originMs === undefined ? timeMs : originMs - DEFAULT_START_MS) + untilMs),
  });
  const lastApplied: LastApplied = new Map();
  engine.load(input.cluster, message(STANDING));
  if (input.from !== undefined) settle(engine, input.from, lastApplied);
  const settledCount = input.from === undefined ? 0 : engine.trace().entries.length;
  const standing = input.from === undefined ? [] : engine.cluster.all();
  const startMs = engine.timeMs;
  originMs = DEFAULT_START_MS + startMs;
  engine.plan(startMs, (cluster) => mapLazily(input.objects, (object) => applyAction(cluster, object, lastApplied)));
  for (const step of input.scenario?.steps ?? []) planStep(engine, { ...step, atMs: startMs + step.atMs }, lastApplied);
  engine.runUntil(startMs + untilMs);
  const trace = traceFrom(engine.trace(), settledCount, standing, startMs);
  const settling = engine
    .trace()
    .entries.slice(0, settledCount)
    .map((entry) => ({ ...entry, timeMs: entry.timeMs - startMs }));
  const told = tellOf(trace, answers);
  const assertions = (input.assertions ?? []).map((assertion) => judge(assertion, trace, told));
  return { kubernetesVersion: input.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION, seed, trace, settling, ...told, assertions };
}

/** What a trace tells of workloads and Services. */
function tellOf(trace: Trace, answers: readonly PodAnswers[]): Pick<Simulation, 'samples' | 'summaries' | 'requests' | 'services'> {
  const samples = samplesOf(trace.entries);
  const hasServices = trace.entries.some(({ object }) => object.kind === 'Service');
  const requests = hasServices ? requestSamples(trace, answers) : [];
  const services = hasServices ? summarizeServices(trace, requests) : [];
  return { samples, summaries: summarize(trace, samples), requests, services };
}

function componentsOf(
  { scenario, kubernetesVersion = DEFAULT_KUBERNETES_VERSION }: SimulationInput,
  began: (answers: PodAnswers) => void,
): readonly Component[] {
  const scheduling = createSchedulingComponent({ detail: 'explained', kubernetesVersion });
  return [...createControllers(), createKubelet(scenario?.containers ?? [], began), scheduling];
}

/** Autoscalers measure what the scenario's load curve says. */
function autoscalerOf({ scenario }: SimulationInput, cluster: () => Cluster, originMs: () => number | undefined): Component {
  return createAutoscaler(createLoadMetrics(scenario?.load ?? [], cluster, originMs));
}

/** What the API server does to an object before it is stored, in order. */
function admissionOf({ catalog, admission = [] }: SimulationInput): readonly AdmissionPlugin[] {
  return [
    ...(catalog === undefined ? [] : [createApiValidation(catalog)]),
    immutableFields,
    namespaceLifecycle,
    serviceAllocation,
    podAdmission,
    claimResize,
    defaultStorageClass,
    storageProtection,
    limitRanger,
    ...admission,
    resourceQuota,
  ];
}

/** Each object is applied to the cluster as those before it have left it. */
function* mapLazily<T, R>(items: readonly T[], each: (item: T) => R): Generator<R> {
  for (const item of items) yield each(item);
}

/** Applies the former manifest and waits until nothing has happened for a while. */
function settle(engine: Engine, objects: readonly KubeObject[], lastApplied: LastApplied): void {
  engine.plan(0, (cluster) => mapLazily(objects, (object) => applyAction(cluster, object, lastApplied)));
  let seen = -1;
  while (engine.timeMs < LONGEST_SETTLING_MS && engine.trace().entries.length !== seen) {
    seen = engine.trace().entries.length;
    engine.runUntil(engine.timeMs + QUIET_MS);
  }
}

/** The trace from the moment of applying: what stood then comes first, as if it had always been there. */
function traceFrom(trace: Trace, settledCount: number, standing: readonly KubeObject[], startMs: number): Trace {
  if (standing.length === 0) return trace;
  const because = message(STANDING);
  const given = standing.map(
    (object): Entry => ({ timeMs: 0, component: 'user', object: refOf(object), because, what: { verb: 'create', after: object } }),
  );
  const later = trace.entries.slice(settledCount).map((entry) => ({ ...entry, timeMs: entry.timeMs - startMs }));
  return { startMs: trace.startMs + startMs, untilMs: trace.untilMs - startMs, entries: [...given, ...later] };
}
