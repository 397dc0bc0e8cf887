import type { PreviewFinding, TrafficSample } from '../../protocol.ts';
import type { RequestSample } from '../../sim/network/requests.ts';
import type { ServiceSummary } from '../../sim/network/service-summary.ts';
import { serviceAnswers } from '../../sim/story-requests.ts';
import { idOf } from '../../sim/trace.ts';
import { type Language, say } from '../../text/text.ts';

/** Services that failed requests, each with how long and how bad, and the note that helps. */
export function failingRequestsOf(services: readonly ServiceSummary[], language: Language): readonly PreviewFinding[] {
  return services.flatMap((summary): readonly PreviewFinding[] => {
    const [first] = summary.losses;
    if (first === undefined) return [];
    // The first sentence says what; the note says what would help.
    const [told] = serviceAnswers({ ...summary, dns: [] });
    if (told === undefined) return [];
    const message = say(language, told);
    const note = summary.reasons.includes('starting') ? 'pod/readiness-probe' : 'service/endpoints';
    return [{ severity: 'error', message, timeMs: first.fromMs, object: summary.service, note }];
  });
}

/** The same samples with what a client would see: a pod that is an endpoint may not listen yet, or any more. */
export function withFailures(traffic: readonly TrafficSample[], requests: readonly RequestSample[]): readonly TrafficSample[] {
  const ids = [...new Set(traffic.map(({ service }) => idOf(service)))];
  return ids
    .flatMap((id) => {
      const own = traffic.filter(({ service }) => idOf(service) === id);
      const seen = requests.filter(({ service }) => idOf(service) === id);
      const times = [...new Set([...own, ...seen].map(({ timeMs }) => timeMs))].sort((a, b) => a - b);
      return times.flatMap((timeMs) => {
        const routed = own.findLast((sample) => sample.timeMs <= timeMs);
        const answered = seen.findLast((sample) => sample.timeMs <= timeMs);
        return routed === undefined ? [] : [{ ...routed, timeMs, failing: answered?.failing ?? routed.failing }];
      });
    })
    .sort((a, b) => a.timeMs - b.timeMs);
}
