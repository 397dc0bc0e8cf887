import { isArray, isObject, type Json, type JsonObject } from '../../base/json.ts';
import { DEFAULT_KUBERNETES_VERSION, type KubernetesVersion } from '../../kube/catalog.ts';
import { type Message, message } from '../../text/text.ts';
import type { PluginArgs } from './configuration.ts';
import type { Plugin } from './framework.ts';
import { DEFAULT_SCHEDULER, type PluginRow, type Profile, pluginRows, type WeightedPlugin } from './profile.ts';
import { BEHAVIOR_BY_VERSION, type VersionBehavior } from './versions.ts';

/** Profiles by scheduler name, or why there are none. */
export type ConfigurationResult = { readonly profiles: ReadonlyMap<string, Profile> } | { readonly problem: Message };

/** Plugins of kube-scheduler that queue, permit or bind: they may be named, and decide nothing here. */
const SILENT_PLUGINS: ReadonlySet<string> = new Set(['PrioritySort', 'DefaultBinder', 'GangScheduling']);

/**
 * Reads a KubeSchedulerConfiguration: profiles with plugins enabled, disabled and weighted by extension point or by multiPoint, their
 * arguments, and percentageOfNodesToScore (`pkg/scheduler/apis/config/v1`, `framework/runtime/framework.go`, expandMultiPointPlugins).
 */
export function readConfiguration(value: Json | undefined, version: KubernetesVersion = DEFAULT_KUBERNETES_VERSION): ConfigurationResult {
  const rows = pluginRows(version);
  if (!isObject(value) || value.kind !== 'KubeSchedulerConfiguration') return { problem: message('scheduler.configuration.kind') };
  const written = isArray(value.profiles) && value.profiles.length > 0 ? value.profiles.filter(isObject) : [{}];
  const profiles = new Map<string, Profile>();
  for (const profile of written) {
    const name = profile.schedulerName ?? (written.length === 1 ? DEFAULT_SCHEDULER : '');
    if (typeof name !== 'string' || name === '') return { problem: message('scheduler.configuration.noName') };
    if (profiles.has(name)) return { problem: message('scheduler.configuration.twice', { name }) };
    const unknown = unknownPlugin(profile, rows);
    if (unknown !== undefined) return { problem: message('scheduler.configuration.noPlugin', { plugin: unknown }) };
    const percentage = Number(profile.percentageOfNodesToScore ?? value.percentageOfNodesToScore ?? 0);
    profiles.set(name, { ...toProfile(name, profile, rows, BEHAVIOR_BY_VERSION[version]), percentageOfNodesToScore: percentage });
  }
  return { profiles };
}

interface Choice {
  readonly name: string;
  /** 0 where none is written. */
  readonly weight: number;
}

interface PluginSet {
  readonly enabled: readonly Choice[];
  readonly disabled: ReadonlySet<string>;
}

function toProfile(
  schedulerName: string,
  profile: JsonObject,
  rows: readonly PluginRow[],
  behavior: VersionBehavior,
): Omit<Profile, 'percentageOfNodesToScore'> {
  const args = readArgs(profile.pluginConfig);
  const plugins = isObject(profile.plugins) ? profile.plugins : {};
  const created = new Map(rows.map(({ name, create }) => [name, create(behavior, args)]));
  const multiPoint = mergeDefaults(readSet(plugins.multiPoint), rows);
  const at = (point: string, takesPart: (plugin: Plugin) => boolean): readonly WeightedPlugin[] =>
    expand(readSet(plugins[point]), multiPoint, created, takesPart);
  const only = (weighted: readonly WeightedPlugin[]): readonly Plugin[] => weighted.map(({ plugin }) => plugin);
  return {
    schedulerName,
    gates: only(at('preEnqueue', ({ gate }) => gate !== undefined)),
    preFilters: only(at('preFilter', ({ filter }) => filter !== undefined)),
    filters: only(at('filter', ({ filter }) => filter !== undefined)),
    postFilters: only(at('postFilter', ({ postFilter }) => postFilter !== undefined)),
    scores: at('score', ({ score }) => score !== undefined),
  };
}

/** A default plugin that is enabled anew keeps its place; other new ones come last (mergePluginSet). */
function mergeDefaults({ enabled, disabled }: PluginSet, rows: readonly PluginRow[]): readonly Choice[] {
  if (disabled.has('*')) return enabled;
  const again = new Map(enabled.map((choice) => [choice.name, choice]));
  const kept = rows.filter(({ name }) => !disabled.has(name)).map(({ name, weight }) => again.get(name) ?? { name, weight });
  return [...kept, ...enabled.filter(({ name }) => !kept.some((each) => each.name === name))];
}

/**
 * The plugins of one extension point: those of multiPoint that are named here again, in the order written here; the others of
 * multiPoint; and what is only named here.
 */
function expand(
  { enabled, disabled }: PluginSet,
  multiPoint: readonly Choice[],
  created: ReadonlyMap<string, Plugin>,
  takesPart: (plugin: Plugin) => boolean,
): readonly WeightedPlugin[] {
  const isOffered = ({ name }: Choice): boolean =>
    multiPoint.some((each) => each.name === name) && !disabled.has(name) && !disabled.has('*');
  const isNamed = ({ name }: Choice): boolean => enabled.some((each) => each.name === name);
  const ordered = [
    ...enabled.filter(isOffered),
    ...multiPoint.filter((choice) => isOffered(choice) && !isNamed(choice)),
    ...enabled.filter((choice) => !isOffered(choice)),
  ];
  return ordered.flatMap(({ name, weight }) => {
    const plugin = created.get(name);
    return plugin === undefined || !takesPart(plugin) ? [] : [{ plugin, weight: weight || 1 }];
  });
}

function readSet(value: Json | undefined): PluginSet {
  const written = isObject(value) ? value : {};
  const named = (list: Json | undefined): readonly JsonObject[] => (isArray(list) ? list.filter(isObject) : []);
  return {
    enabled: named(written.enabled).map(({ name, weight }) => ({ name: String(name), weight: Number(weight ?? 0) })),
    disabled: new Set(named(written.disabled).map(({ name }) => String(name))),
  };
}

function readArgs(value: Json | undefined): PluginArgs {
  const entries = isArray(value) ? value.filter(isObject) : [];
  return Object.fromEntries(entries.flatMap(({ name, args }) => (typeof name === 'string' && isObject(args) ? [[name, args]] : [])));
}

function unknownPlugin({ plugins }: JsonObject, rows: readonly PluginRow[]): string | undefined {
  if (!isObject(plugins)) return undefined;
  const known = new Set(rows.map(({ name }) => name));
  const enabled = Object.values(plugins).flatMap((set) => readSet(set).enabled);
  return enabled.find(({ name }) => !known.has(name) && !SILENT_PLUGINS.has(name))?.name;
}
