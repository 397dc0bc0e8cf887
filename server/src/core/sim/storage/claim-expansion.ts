import type { PersistentVolume, PersistentVolumeClaim } from '../../generated/api.ts';
import { compare, quantityOf } from '../../kube/quantity.ts';
import { message } from '../../text/text.ts';
import type { Action, Reconcile } from '../component.ts';
import { keyOf, refOf, timeOf } from '../object.ts';

/** How long a storage driver takes to make a volume larger: data, since no manifest says it. */
const EXPAND_MS = 1000;
const EXPANDING_SINCE = 'kijabi.dev/expanding-since';

/**
 * A bound claim that asks for more than its volume has gets a larger one after a while: the driver behind
 * `pkg/controller/volume/expand`, whose event says that it is waited for.
 */
export function* expandClaim(claim: PersistentVolumeClaim, volume: PersistentVolume, nowMs: number): Reconcile {
  const asked = claim.spec?.resources?.requests?.storage;
  const has = claim.status?.capacity?.storage;
  if (asked === undefined || has === undefined || compare(quantityOf(asked), quantityOf(has)) <= 0) return;
  const { name } = refOf(claim);
  const { [EXPANDING_SINCE]: noted, ...annotations } = claim.metadata?.annotations ?? {};
  const because = message('storageExpanding', { claim: name, has, asked });
  const sinceMs = timeOf(noted);
  if (sinceMs === undefined) {
    const marked = { ...annotations, [EXPANDING_SINCE]: new Date(nowMs).toISOString() };
    yield { do: 'update', object: { ...claim, metadata: { ...claim.metadata, annotations: marked } }, because };
    yield waits(claim);
  } else if (sinceMs + EXPAND_MS > nowMs) {
    yield { do: 'requeue', key: keyOf(refOf(claim)), afterMs: sinceMs + EXPAND_MS - nowMs };
  } else {
    yield {
      do: 'update',
      object: { ...volume, spec: { ...volume.spec, capacity: { ...volume.spec?.capacity, storage: asked } } },
      because,
    };
    const status = { ...claim.status, capacity: { ...claim.status?.capacity, storage: asked } };
    yield { do: 'update', object: { ...claim, metadata: { ...claim.metadata, annotations }, status }, because };
  }
}

function waits(claim: PersistentVolumeClaim): Action {
  const text = 'waiting for an external controller to expand this PVC';
  const about = refOf(claim);
  const because = message('storageClaimNews', { claim: about.name, text });
  return { do: 'event', about, type: 'Normal', reason: 'ExternalExpanding', message: text, because };
}
