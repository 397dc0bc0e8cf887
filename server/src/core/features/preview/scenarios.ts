import type { Deployment } from '../../generated/api.ts';
import type { KubeObject } from '../../sim/object.ts';
import { READY_SCENARIOS } from '../../sim/ready-scenarios.ts';
import type { Scenario, ScenarioStep } from '../../sim/scenario.ts';
import { type Message, message } from '../../text/text.ts';

/** What is played: on the open manifest, or a lesson that brings its own. */
export interface PreviewScenario {
  readonly id: string;
  readonly title: Message;
  readonly from?: readonly KubeObject[];
  readonly objects: readonly KubeObject[];
  readonly scenario: Scenario;
  /** A lesson's own cluster; undefined leaves the choice to the person. */
  readonly cluster?: 'one' | 'three' | 'zones';
  /** What to watch for. */
  readonly lesson?: Message;
}

const MINUTE_MS = 60_000;
/** When something happens to a manifest that is up already. */
const EVENT_MS = 5_000;
const ROLLBACK_MS = 20_000;
const LONG_MS = 10 * MINUTE_MS;
/**
 * Image pull and start of a container nobody has said anything about. It listens a while after its start, which only a readiness probe
 * finds out: without one its pod is ready at once, and loses requests.
 */
const CONTAINERS: Scenario['containers'] = [{ behavior: { startAfterMs: 2000, answerAfterMs: 3000 } }];
const TEMPLATED = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Every scenario for a manifest, the likeliest first. `from` is what runs already (a committed version), if that is known. */
export function scenariosFor(
  objects: readonly KubeObject[],
  from: readonly KubeObject[] | undefined,
  nodes: readonly string[],
): readonly PreviewScenario[] {
  const own = ownScenarios(objects, from, nodes);
  const lessons = READY_SCENARIOS.map((lesson): PreviewScenario => {
    const { id, title, objects: theirs, scenario, cluster } = lesson;
    return {
      id: `lesson:${id}`,
      title: message(title),
      ...(lesson.from && { from: lesson.from }),
      objects: theirs,
      scenario,
      cluster,
      lesson: message(lesson.lesson),
    };
  });
  return [...own, ...lessons];
}

function ownScenarios(
  objects: readonly KubeObject[],
  from: readonly KubeObject[] | undefined,
  nodes: readonly string[],
): readonly PreviewScenario[] {
  const apply: PreviewScenario = {
    id: 'apply',
    title: message('panel.scenario.apply'),
    objects,
    scenario: { steps: [], containers: CONTAINERS, untilMs: untilOf(objects) },
  };
  const change = from === undefined ? [] : [{ ...apply, id: 'change', title: message('panel.scenario.change'), from }];
  const worker = nodes.find((name) => !/control|master/.test(name)) ?? nodes[0];
  const running = (id: string, title: Message, steps: readonly ScenarioStep[], untilMs: number): PreviewScenario => ({
    id,
    title,
    from: objects,
    objects: [],
    scenario: { steps, containers: CONTAINERS, untilMs },
  });
  const restarted = objects.filter(({ kind }) => TEMPLATED.has(kind ?? ''));
  const scaled = objects.filter((object) => object.kind === 'Deployment' || object.kind === 'StatefulSet');
  return [
    ...change,
    apply,
    ...(restarted.length === 0 ? [] : [update(objects)]),
    ...(scaled.length === 0 ? [] : [running('scale', message('panel.scenario.scale'), scaled.map(scaleUp), 2 * MINUTE_MS)]),
    ...(worker === undefined
      ? []
      : [
          running(
            'drain',
            message('panel.scenario.drain', { node: worker }),
            [{ atMs: EVENT_MS, namespace: '', do: 'drain', node: worker }],
            2 * MINUTE_MS,
          ),
          running(
            'node-failure',
            message('panel.scenario.nodeFailure', { node: worker }),
            [{ atMs: EVENT_MS, namespace: '', do: 'fail-node', node: worker }],
            LONG_MS,
          ),
        ]),
    ...(restarted.some(({ kind }) => kind === 'Deployment') ? [rollBack(objects, restarted)] : []),
  ];
}

/** A new image comes and is taken back while it rolls out. */
function rollBack(objects: readonly KubeObject[], restarted: readonly KubeObject[]): PreviewScenario {
  const steps = restarted
    .filter(({ kind }) => kind === 'Deployment')
    .map(
      (object): ScenarioStep => ({
        atMs: ROLLBACK_MS,
        namespace: object.metadata?.namespace ?? 'default',
        do: 'rollback',
        target: { kind: 'Deployment', name: object.metadata?.name ?? '' },
        toRevision: 0,
      }),
    );
  const rolling = update(objects);
  return { ...rolling, id: 'rollback', title: message('panel.scenario.rollback'), scenario: { ...rolling.scenario, steps } };
}

/** The manifest is up; then every workload gets a new image. */
function update(objects: readonly KubeObject[]): PreviewScenario {
  const changed = objects.map((object) => (TEMPLATED.has(object.kind ?? '') ? withNewImages(object as Deployment & KubeObject) : object));
  return {
    id: 'update',
    title: message('panel.scenario.update'),
    from: objects,
    objects: changed,
    scenario: { steps: [], containers: CONTAINERS, untilMs: untilOf(objects) },
  };
}

function withNewImages(object: Deployment & KubeObject): KubeObject {
  const { spec } = object;
  const pod = spec?.template?.spec;
  if (spec === undefined || pod === undefined || !Array.isArray(pod.containers)) return object;
  const containers = pod.containers.map((container) => ({ ...container, image: `${container.image ?? 'app'}-next` }));
  return { ...object, spec: { ...spec, template: { ...spec.template, spec: { ...pod, containers } } } };
}

function scaleUp(object: KubeObject): ScenarioStep {
  const replicas = (object as Deployment).spec?.replicas ?? 1;
  const target = { kind: (object.kind ?? '').toLowerCase(), name: object.metadata?.name ?? '' };
  return { atMs: EVENT_MS, namespace: object.metadata?.namespace ?? 'default', do: 'scale', target, replicas: replicas * 2 };
}

/** Long enough to see what there is to see, short enough to be seen. */
function untilOf(objects: readonly KubeObject[]): number {
  if (objects.some(({ kind }) => kind === 'CronJob' || kind === 'HorizontalPodAutoscaler')) return LONG_MS;
  const deadlines = objects.flatMap((object) => {
    const { minReadySeconds = 0, progressDeadlineSeconds } = ((object as Deployment).spec ?? {}) as {
      minReadySeconds?: number;
      progressDeadlineSeconds?: number;
    };
    return [minReadySeconds * 8, progressDeadlineSeconds ?? 0].filter((seconds) => Number.isFinite(seconds));
  });
  return Math.min(LONG_MS, Math.max(3 * MINUTE_MS, ...deadlines.map((seconds) => seconds * 1000 + MINUTE_MS / 2)));
}
