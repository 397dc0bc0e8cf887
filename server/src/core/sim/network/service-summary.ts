import type { EndpointSlice, Service } from '../../generated/api.ts';
import { type KubeObject, type ObjectRef, refOf } from '../object.ts';
import { stateAt, type Trace } from '../trace.ts';
import { type DnsRecord, dnsRecords } from './dns.ts';
import { SERVICE_NAME } from './endpoint-slices.ts';
import type { FailureReason, RequestSample } from './requests.ts';

/** What a client of a Service would say of a run. */
export interface ServiceSummary {
  readonly service: ObjectRef;
  /** Somebody answered at one time. */
  readonly wasUp: boolean;
  /** When requests failed, or some of them; `toMs` is absent when they still did at the end. */
  readonly losses: readonly { readonly fromMs: number; readonly toMs?: number }[];
  /** For how long requests failed. */
  readonly lossMs: number;
  /** The largest share of requests that failed at one time, 0 to 1. */
  readonly worstShare: number;
  readonly reasons: readonly FailureReason[];
  /** What the cluster's DNS says of it at the end. */
  readonly dns: readonly DnsRecord[];
}

/** For every Service that stands at the end. */
export function summarizeServices(trace: Trace, samples: readonly RequestSample[]): readonly ServiceSummary[] {
  const objects = [...stateAt(trace, trace.untilMs).values()];
  const services = objects.filter((object): object is Service & KubeObject => object.kind === 'Service');
  if (services.length === 0) return [];
  const slices = objects.filter((object): object is EndpointSlice & KubeObject => object.kind === 'EndpointSlice');
  const samplesByService = groupBy(samples, ({ service }) => `${service.namespace}/${service.name}`);
  const slicesByService = groupBy(slices, (slice) => `${refOf(slice).namespace}/${slice.metadata?.labels?.[SERVICE_NAME]}`);
  return services.map((service) => {
    const ref = refOf(service);
    const key = `${ref.namespace}/${ref.name}`;
    const own = samplesByService.get(key) ?? [];
    const losses = lossesOf(own);
    return {
      service: ref,
      wasUp: own.length > 0,
      losses,
      lossMs: losses.reduce((sum, { fromMs, toMs = trace.untilMs }) => sum + toMs - fromMs, 0),
      worstShare: Math.max(0, ...own.map(({ failing }) => failing)),
      reasons: [...new Set(own.flatMap(({ failures }) => failures.map(({ why }) => why)))],
      dns: dnsRecords(service, slicesByService.get(key) ?? []),
    };
  });
}

function lossesOf(samples: readonly RequestSample[]): ServiceSummary['losses'] {
  const found: { fromMs: number; toMs?: number }[] = [];
  let open: { fromMs: number; toMs?: number } | undefined;
  for (const { timeMs, failing } of samples) {
    if (failing > 0 && open === undefined) {
      open = { fromMs: timeMs };
      found.push(open);
    } else if (failing === 0 && open !== undefined) {
      open.toMs = timeMs;
      open = undefined;
    }
  }
  return found;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
