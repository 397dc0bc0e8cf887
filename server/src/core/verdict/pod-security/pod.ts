import { compareGo } from '../../base/go-text.ts';
import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../../base/json.ts';

/** What the Pod Security Standards look at: a Pod, or the template of a workload. */
export interface PodTemplate {
  readonly annotations: JsonObject;
  readonly spec: JsonObject;
}

/** What of a pod breaks a standard, in upstream's own words. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
  /** The places that make it so, below the template; where something is missing, where it would stand. */
  readonly at: readonly Path[];
}

export type PodCheck = (pod: PodTemplate) => Violation | undefined;

/** A value that breaks a check. */
export interface Setter {
  /** The container that has it; undefined for the pod itself. */
  readonly container: string | undefined;
  readonly value: Json | undefined;
  readonly at: Path;
}

/** In upstream's order: init containers, containers, ephemeral ones. */
export function containersIn({ spec }: PodTemplate): readonly { readonly name: string; readonly value: JsonObject; readonly at: Path }[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => {
    const items = spec[list];
    return (isArray(items) ? items : []).flatMap((value, index) =>
      isObject(value) ? [{ name: textOf(value.name), value, at: ['spec', list, index] }] : [],
    );
  });
}

/** Values at `path` of the containers, and of the pod where `ofPod`, the pod first; what is absent or null is left out. */
export function settersOf(pod: PodTemplate, path: Path, { ofPod }: { readonly ofPod: boolean }): readonly Setter[] {
  const owners = containersIn(pod).map(({ name, value, at }) => ({ container: name, owner: value, at }) as const);
  const all = ofPod ? [{ container: undefined, owner: pod.spec, at: ['spec'] }, ...owners] : owners;
  return all.flatMap(({ container, owner, at }): readonly Setter[] => {
    const value = valueAt(owner, path);
    return value === undefined || value === null ? [] : [{ container, value, at: [...at, ...path] }];
  });
}

/** `pod and containers "a", "b"`. */
export function whoSets(setters: readonly Setter[]): string {
  const names = setters.flatMap(({ container }) => (container === undefined ? [] : [container]));
  const isPod = setters.some(({ container }) => container === undefined);
  return [...(isPod ? ['pod'] : []), ...(names.length > 0 ? [containersNamed(names)] : [])].join(' and ');
}

export function containersNamed(names: readonly string[]): string {
  return `${plural('container', names.length)} ${quotedList(names)}`;
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

export function quotedList(items: readonly string[]): string {
  return items.length === 0 ? '' : `"${items.join('", "')}"`;
}

/** Each once, in the order of their bytes. */
export function sortedSet(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort(compareGo);
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function isWindowsPod({ spec }: PodTemplate): boolean {
  return valueAt(spec, ['os', 'name']) === 'windows';
}

/** Root inside a user namespace is nobody outside of it. */
export function hasUserNamespace({ spec }: PodTemplate): boolean {
  return spec.hostUsers === false;
}
