import { joined, type Language, type Message, type MessageKey, message, say } from '../text/text.ts';
import type { Failure, FailureReason, RequestSample } from './network/requests.ts';
import type { ServiceSummary } from './network/service-summary.ts';
import type { ObjectRef } from './object.ts';
import { spansText } from './story-clock.ts';

export type StoryLine = readonly [timeMs: number, component: string, object: string, text: string];

/** Who is asked and how many requests fail, as far as either has changed. */
export function requestLines(samples: readonly RequestSample[], language: Language): readonly StoryLine[] {
  const last = new Map<string, RequestSample>();
  return samples.flatMap((sample) => {
    const id = nameOf(sample.service);
    const before = last.get(id);
    last.set(id, sample);
    const texts = [sharesText(before, sample), failingText(before, sample)].filter((text) => text !== undefined);
    return texts.map((text): StoryLine => [sample.timeMs, 'kube-proxy', id, say(language, text) + reasonOf(text, sample, language)]);
  });
}

export function serviceAnswers({ service, wasUp, losses, lossMs, worstShare, reasons, dns }: ServiceSummary): readonly Message[] {
  const name = nameOf(service);
  const values = { name, seconds: lossMs / 1000, percent: percentOf(worstShare), when: spansText(losses) };
  const cures = reasons.flatMap((reason) => {
    const cure = CURES[reason];
    return cure === undefined ? [] : [message(cure)];
  });
  const lost = losses.length > 0 ? [message('networkAnswerLost', values), ...cures] : wasUp ? [message('networkAnswerNoLoss', values)] : [];
  return [...lost, ...dnsAnswers(dns)];
}

const WHYS: Readonly<Record<FailureReason, MessageKey>> = {
  nobody: 'networkWhyNobody',
  starting: 'networkWhyStarting',
  stopping: 'networkWhyStopping',
  ended: 'networkWhyEnded',
  hung: 'networkWhyHung',
  node: 'networkWhyNode',
};
/** What the manifest can do about it. */
const CURES: Partial<Record<FailureReason, MessageKey>> = {
  starting: 'networkCureStarting',
  stopping: 'networkCureStopping',
  hung: 'networkCureHung',
};

function sharesText(before: RequestSample | undefined, { versions }: RequestSample): Message | undefined {
  if (before !== undefined && sharesOf(before) === sharesOf({ versions })) return undefined;
  const shares = versions.map(({ version, share }) => message('networkShare', { version, percent: percentOf(share) }));
  const [first, ...others] = shares;
  return first === undefined
    ? message('networkAskedNobody')
    : message('networkAsked', { shares: joined('networkShares', [first, ...others]) });
}

function sharesOf({ versions }: Pick<RequestSample, 'versions'>): string {
  return versions.map(({ version, share }) => `${version} ${percentOf(share)}`).join();
}

function failingText(before: RequestSample | undefined, { failing }: RequestSample): Message | undefined {
  if (failing === (before?.failing ?? 0)) return undefined;
  return failing > 0 ? message('networkFailing', { percent: percentOf(failing) }) : message('networkRecovered');
}

function reasonOf({ key }: Message, { failures }: RequestSample, language: Language): string {
  if (key !== 'networkFailing') return '';
  const [first, ...others] = failures.map(({ why, pod }: Failure) => message(WHYS[why], { pod }));
  return first === undefined ? '' : ` ← ${say(language, joined('networkWhys', [first, ...others]))}`;
}

/** A name with its addresses: only what DNS itself has to decide, headless Services and ExternalNames. */
function dnsAnswers(dns: ServiceSummary['dns']): readonly Message[] {
  const isPlain = dns.length <= 1 && dns.every(({ type }) => type !== 'CNAME');
  if (isPlain) return [];
  const byName = new Map<string, string[]>();
  for (const { name, type, value } of dns) {
    const key = `${name} ${type}`;
    byName.set(key, [...(byName.get(key) ?? []), value]);
  }
  return [...byName].map(([key, values]) => {
    const [name = '', type = ''] = key.split(' ');
    return message('networkDns', { name, type, values: values.join(', ') });
  });
}

function nameOf({ kind, name }: ObjectRef): string {
  return `${kind}/${name}`;
}

/** Whole percents: 33 of a third. */
function percentOf(share: number): number {
  return Math.round(share * 100);
}
