import { isObject, type Json } from '../base/json.ts';
import { parseDuration } from '../kube/go-duration.ts';
import { milliValue, parseQuantity } from '../kube/quantity.ts';
import { type Message, message } from '../text/text.ts';
import type { LoadPoint } from './load-curve.ts';

const KEYS = ['workload', 'metric', 'at', 'value'];

/** Reads one point of a load curve: `{workload: deployment/web, metric: cpu, at: 30s, value: 900m}`. */
export function parseLoadPoint(
  given: Json,
  path: string,
  problems: Message[],
  targetOf: (written: Json, path: string) => string | undefined,
): readonly LoadPoint[] {
  if (!isObject(given)) {
    problems.push(message('simScenarioNotMap', { path }));
    return [];
  }
  for (const key of Object.keys(given)) {
    if (!KEYS.includes(key)) problems.push(message('simScenarioKey', { path: `${path}.${key}`, key, known: KEYS.join(', ') }));
  }
  const atMs = given.at === undefined ? 0 : parseDuration(typeof given.at === 'number' ? `${given.at}s` : String(given.at));
  if (typeof atMs !== 'number' || atMs < 0) {
    problems.push(message('simScenarioDuration', { path: `${path}.at`, text: String(given.at) }));
    return [];
  }
  const amount = parseQuantity(String(given.value ?? ''));
  if (typeof amount === 'string') {
    problems.push(message('simScenarioType', { path: `${path}.value`, type: '900m, 2, 512Mi' }));
    return [];
  }
  if (milliValue(amount) < 0n) {
    problems.push(message('simScenarioNegative', { path: `${path}.value`, text: String(given.value) }));
    return [];
  }
  if (given.metric !== undefined && typeof given.metric !== 'string') {
    problems.push(message('simScenarioType', { path: `${path}.metric`, type: 'cpu, memory, requests-per-second' }));
    return [];
  }
  const workload = given.workload === undefined ? undefined : targetOf(given.workload, `${path}.workload`);
  const metric = given.metric ?? 'cpu';
  return [{ atMs, metric, valueMilli: milliValue(amount), ...(workload === undefined ? {} : { workload }) }];
}
