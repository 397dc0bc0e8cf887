import type { Service } from '../../generated/api.ts';
import type { TrafficSample } from '../../protocol.ts';
import { reachOf } from '../../sim/network/service-reach.ts';
import { type KubeObject, refOf } from '../../sim/object.ts';
import { stateAt, type Trace } from '../../sim/trace.ts';

/** What may change who receives traffic. */
const ROUTED = new Set(['EndpointSlice', 'Service']);
/** Services beyond these are not followed: the panel shows one at a time. */
const MOST_SERVICES = 20;

/** Who receives the traffic of each Service, at every instant at which that changed. */
export function trafficOf(trace: Trace): readonly TrafficSample[] {
  const samples: TrafficSample[] = [];
  const last = new Map<string, string>();
  for (const timeMs of timesOf(trace)) {
    const objects = [...stateAt(trace, timeMs).values()];
    const services = objects.filter(({ kind }) => kind === 'Service').slice(0, MOST_SERVICES);
    for (const service of services) {
      const sample = sampleOf(service as Service & KubeObject, objects, timeMs);
      const text = JSON.stringify({ ...sample, timeMs: 0 });
      const id = `${sample.service.namespace}/${sample.service.name}`;
      if (last.get(id) !== text) samples.push(sample);
      last.set(id, text);
    }
  }
  return samples;
}

function timesOf({ entries }: Trace): readonly number[] {
  const times = entries.filter(({ object, what }) => ROUTED.has(object.kind) && what.verb !== 'event').map(({ timeMs }) => timeMs);
  return [...new Set(times)];
}

function sampleOf(service: Service & KubeObject, objects: readonly KubeObject[], timeMs: number): TrafficSample {
  const ref = refOf(service);
  const reaches = reachOf(service, objects).filter(({ way }) => way === 'clusterIP');
  const shares: Record<string, number> = {};
  let failing = 0;
  for (const { answers } of reaches) {
    if (answers.length === 0) failing += 1 / reaches.length;
    for (const { pod, share } of answers) {
      const id = `Pod ${ref.namespace}/${pod}`;
      shares[id] = (shares[id] ?? 0) + share / reaches.length;
    }
  }
  return { timeMs, service: ref, shares, failing };
}
