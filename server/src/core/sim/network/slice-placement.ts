import type { Endpoint, EndpointSlice } from '../../generated/api.ts';
import { refOf } from '../object.ts';
import { isEqual } from '../trace.ts';
import { type PortGroup, portsKey } from './endpoint-slices.ts';

/** Most endpoints in one slice. */
const LARGEST_SLICE = 100;
/** What stands in the only slice of a Service without endpoints. */
const PLACEHOLDER: PortGroup = { ports: [], endpoints: [] };

/** What has to be written so that the slices of a Service hold what they should. */
export type SliceChange =
  | { readonly do: 'create'; readonly content: PortGroup }
  | { readonly do: 'update'; readonly slice: EndpointSlice; readonly content: PortGroup }
  | { readonly do: 'delete'; readonly slice: EndpointSlice };

/** A slice on its way: an old one with what stays in it, or a new one. */
interface Draft {
  readonly slice: EndpointSlice | undefined;
  readonly endpoints: Endpoint[];
  isChanged: boolean;
}

/**
 * Endpoints stay in the slice that they are in; new ones fill the changed slices first, then the fullest unchanged one that has room
 * for all of them, then new slices. A slice that is not needed becomes a new one, or goes.
 *
 * Mirrors staging/src/k8s.io/endpointslice/reconciler.go (reconcileByPortMapping, finalize).
 */
export function placeEndpoints(existing: readonly EndpointSlice[], groups: readonly PortGroup[]): readonly SliceChange[] {
  const created: PortGroup[] = [];
  const changes: SliceChange[] = [];
  const unneeded: EndpointSlice[] = [];
  const wantedKeys = new Set(groups.map(({ ports }) => portsKey(ports)));
  for (const slice of existing) if (!wantedKeys.has(portsKey(slice.ports ?? []))) unneeded.push(slice);
  for (const group of groups) {
    const key = portsKey(group.ports);
    const drafts = draftsOf(
      existing.filter((slice) => portsKey(slice.ports ?? []) === key),
      group,
    );
    for (const { slice, endpoints, isChanged } of drafts) {
      const content = { ports: group.ports, endpoints };
      if (slice === undefined) created.push(content);
      else if (isChanged && endpoints.length === 0) unneeded.push(slice);
      else if (isChanged) changes.push({ do: 'update', slice, content });
    }
  }
  if (unneeded.length === existing.length && created.length === 0) {
    const [only] = unneeded;
    if (unneeded.length === 1 && only !== undefined && isPlaceholder(only)) return changes;
    created.push(PLACEHOLDER);
  }
  return [...reuse(created, unneeded), ...changes];
}

function isPlaceholder({ ports = [], endpoints = [] }: EndpointSlice): boolean {
  return ports.length === 0 && endpoints.length === 0;
}

/** New slices take the names of those that would go. */
function reuse(created: readonly PortGroup[], unneeded: readonly EndpointSlice[]): readonly SliceChange[] {
  const names = [...unneeded];
  const changes: SliceChange[] = [];
  for (const content of created.toReversed()) {
    const slice = names.shift();
    changes.push(slice === undefined ? { do: 'create', content } : { do: 'update', slice, content });
  }
  return [...changes, ...names.map((slice): SliceChange => ({ do: 'delete', slice }))];
}

function draftsOf(existing: readonly EndpointSlice[], { endpoints }: PortGroup): readonly Draft[] {
  const left = new Map(endpoints.map((endpoint) => [identityOf(endpoint), endpoint]));
  const drafts = existing.map((slice) => draftOf(slice, left));
  const fill = (draft: Draft): void => {
    for (const [identity, endpoint] of left) {
      if (draft.endpoints.length >= LARGEST_SLICE) return;
      draft.endpoints.push(endpoint);
      draft.isChanged = true;
      left.delete(identity);
    }
  };
  const changed = drafts.filter(({ isChanged, endpoints: kept }) => isChanged && kept.length > 0);
  for (const draft of changed.sort((a, b) => b.endpoints.length - a.endpoints.length)) fill(draft);
  while (left.size > 0) {
    const draft = roomiest(drafts, left.size) ?? { slice: undefined, endpoints: [], isChanged: true };
    if (draft.slice === undefined) drafts.push(draft);
    fill(draft);
  }
  return drafts;
}

/** What stays in a slice; the endpoints that stay are no longer left to place. */
function draftOf(slice: EndpointSlice, left: Map<string, Endpoint>): Draft {
  const kept: Endpoint[] = [];
  let isChanged = false;
  for (const before of slice.endpoints ?? []) {
    const identity = identityOf(before);
    const now = left.get(identity);
    left.delete(identity);
    if (now === undefined || !isEqual(now, before)) isChanged = true;
    if (now !== undefined) kept.push(now);
  }
  return { slice, endpoints: kept, isChanged };
}

/** The unchanged slice that `count` more endpoints would make fullest. */
function roomiest(drafts: readonly Draft[], count: number): Draft | undefined {
  if (count >= LARGEST_SLICE) return undefined;
  const fitting = drafts.filter(({ isChanged, endpoints }) => !isChanged && endpoints.length + count <= LARGEST_SLICE);
  return fitting.sort((a, b) => b.endpoints.length - a.endpoints.length)[0];
}

function identityOf({ addresses, hostname, targetRef }: Endpoint): string {
  const { namespace, name } = refOf({ metadata: targetRef ?? {} });
  return JSON.stringify([addresses, hostname, namespace, name]);
}
