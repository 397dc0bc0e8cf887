import { createHash } from 'node:crypto';
import type { Sample } from '../record/room.ts';
import { makeConfiguration } from './cluster/configuration.ts';
import { makeNodes } from './cluster/nodes.ts';
import { pendingPod, runningPod } from './cluster/pods.ts';
import { THEMES, type Theme } from './cluster/theme.ts';
import { makeStorage } from './cluster/volumes.ts';
import { APPS, podSelector, type World, type Written } from './cluster/world.ts';
import type { Dice } from './dice.ts';

const DIGEST_LENGTH = 8;

/** Random clusters with pods to place, of the theme that has the place's name. */
export function clusterGenerator(place: string, dice: Dice): (() => Sample<never>) | undefined {
  const theme = THEMES[place];
  if (theme === undefined) return undefined;
  return () => {
    const config = dice.chance(theme.configured) ? `# config: ${JSON.stringify(makeConfiguration(dice))}\n` : '';
    const head = `${dice.chance(0.3) ? '# retry: immediate\n' : ''}${config}`;
    const text = head + cluster(theme, dice).map(written).join('\n---\n');
    const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
    return { place, id: `${place}-${digest}`, text: `${text}\n` };
  };
}

function cluster(theme: Theme, dice: Dice): readonly Written[] {
  const namespaces = dice.chance(theme.namespaces) ? ['default', 'other', 'third'] : ['default'];
  const nodes = makeNodes(theme, dice);
  const names = nodes.map(({ metadata }) => (metadata as { name: string }).name);
  const needsStorage = dice.chance(Math.min(1, 2 * (theme.traits.volumes ?? 0)));
  const storage = needsStorage ? makeStorage(names, namespaces, dice) : { objects: [], claims: {} };
  const world: World = { dice, theme: needsStorage ? theme : withoutVolumes(theme), nodes: names, namespaces, claims: storage.claims };
  const running = names.length > 0 ? Math.round(names.length * theme.running * dice.int(0, 2)) : 0;
  return [
    ...namespaces.map((name) => namespace(name, dice)),
    ...priorityClasses(dice),
    ...nodes,
    ...storage.objects,
    ...(dice.chance(theme.selected) ? selecting(world) : []),
    ...(dice.chance(theme.budgets) ? budgets(world) : []),
    ...Array.from({ length: running }, (_, index) => runningPod(`e${index}`, world)),
    ...dice.list(...theme.pending, (index) => pendingPod(`p${index}`, world)),
  ];
}

function withoutVolumes(theme: Theme): Theme {
  return { ...theme, traits: { ...theme.traits, volumes: 0 } };
}

function namespace(name: string, dice: Dice): Written {
  const team = name === 'default' || dice.chance(0.3) ? {} : { team: dice.pick(['a', 'b']) };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...team } } };
}

function priorityClasses(dice: Dice): readonly Written[] {
  const classes: readonly Written[] = [
    { metadata: { name: 'high' }, value: 1000 },
    { metadata: { name: 'mid' }, value: 500 },
    { metadata: { name: 'low' }, value: dice.pick([10, -5]) },
    { metadata: { name: 'polite' }, value: 1000, preemptionPolicy: 'Never' },
  ];
  const base: readonly Written[] = dice.chance(0.15) ? [{ metadata: { name: 'base' }, value: 5, globalDefault: true }] : [];
  return [...classes, ...base].map((each) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', ...each }));
}

/** What selects pods, and so spreads them by default. */
function selecting({ dice, namespaces }: World): readonly Written[] {
  return dice.list(1, 2, (index) => {
    const app = dice.pick(APPS);
    const metadata = { name: `owner${index}`, namespace: dice.pick(namespaces) };
    const template = { metadata: { labels: { app } }, spec: { containers: [{ name: 'c', image: 'app:1' }] } };
    const selector = { matchLabels: { app } };
    return dice.pick<Written>([
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app }, ports: [{ port: 80 }] } },
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec: { selector, template } },
      { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { serviceName: 's', selector, template } },
      { apiVersion: 'v1', kind: 'ReplicationController', metadata, spec: { selector: { app }, template } },
    ]);
  });
}

function budgets({ dice, namespaces }: World): readonly Written[] {
  return dice.list(1, 3, (index) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: `budget${index}`, namespace: dice.pick(namespaces) },
    spec: { minAvailable: 1, selector: podSelector(dice) },
    status: { disruptionsAllowed: dice.int(0, 2), currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 },
  }));
}

/** The object with each of its fields on a line of its own. */
function written({ apiVersion, kind, ...fields }: Written): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return [`apiVersion: ${String(apiVersion)}`, `kind: ${String(kind)}`, ...lines].join('\n');
}
