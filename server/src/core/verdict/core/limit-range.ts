import type { LimitRange, LimitRangeItem } from '../../generated/api.ts';
import {
  approximate,
  compare,
  formatQuantity,
  integerQuantity,
  milliValue,
  type Quantity,
  quantityOf,
  value,
} from '../../kube/quantity.ts';
import { type Message, message } from '../../text/text.ts';
import { onlyWith } from '../checks.ts';
import type { KindRules, Mutable } from '../context.ts';
import { child, duplicate, eachItem, type FieldPath, invalid, invalidFor, key, type Report, ROOT, required } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { dnsSubdomain, qualifiedName } from '../names.ts';
import { isOvercommitAllowed, validateResourceName } from '../resource-names.ts';
import { validateContainerResourceName } from './resource-requirements.ts';

const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;
type List = (typeof LISTS)[number];
const TYPES = new Set(['Pod', 'Container', 'PersistentVolumeClaim']);

/** v1 LimitRange: ValidateLimitRange (pkg/apis/core/validation/validation.go). */
export const limitRange: KindRules<LimitRange> = { setDefaults, validate };

/** Limits that are not said follow from those that are (SetDefaults_LimitRangeItem); one without a name gets a random one. */
function setDefaults({ spec, metadata }: Mutable<LimitRange>): void {
  if (metadata !== undefined && (metadata.name ?? '') === '' && (metadata.generateName ?? '') === '') metadata.name = RANDOM_NAME;
  for (const item of spec?.limits ?? []) {
    if (item.type !== 'Container') continue;
    item.default = { ...item.max, ...item.default };
    item.defaultRequest = { ...item.min, ...item.default, ...item.defaultRequest };
  }
}

const RANDOM_NAME = '00000000-0000-4000-8000-000000000000';

function validate({ metadata, spec }: LimitRange, report: Report): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), metadata, { namespaced: true, name: dnsSubdomain });
  const types = new Set<string>();
  eachItem(child(ROOT, 'spec', 'limits'), spec?.limits, (item, path) => {
    const { type = '' } = item;
    validateType(report, child(path, 'type'), type);
    if (types.has(type)) duplicate(report, child(path, 'type'), type);
    types.add(type);
    validateNames(report, path, item);
    for (const name of namesOf(item)) compareAmounts(report, path, item, name);
  });
}

function validateType(report: Report, path: FieldPath, type: string): void {
  const problems = qualifiedName(type);
  invalidFor(report, path, type, problems);
  if (problems.length > 0 || type.includes('/') || TYPES.has(type)) return;
  invalid(report, path, type, 'must be a standard limit type or fully qualified', message('verdict.limitRange.type'));
}

function validateNames(report: Report, path: FieldPath, item: LimitRangeItem): void {
  for (const list of listsOf(item)) {
    for (const name of Object.keys(item[list] ?? {})) {
      const place = key(child(path, list), name);
      if (item.type === 'Pod' || item.type === 'Container') validateContainerResourceName(report, place, name);
      else validateResourceName(report, place, name);
    }
  }
  if (item.type === 'Pod') {
    for (const list of ['default', 'defaultRequest'] as const) {
      if (Object.keys(item[list] ?? {}).length === 0) continue;
      onlyWith(report, child(path, list), "may not be specified when `type` is 'Pod'", 'type: Container');
    }
  }
  if (item.type === 'PersistentVolumeClaim' && item.min?.storage === undefined && item.max?.storage === undefined) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided';
    required(report, { text: `${path.text}.limits`, at: path.at }, detail, message('verdict.limitRange.storage'));
  }
}

function listsOf(item: LimitRangeItem): readonly List[] {
  return item.type === 'Pod' ? ['max', 'min', 'maxLimitRequestRatio'] : LISTS;
}

function namesOf(item: LimitRangeItem): ReadonlySet<string> {
  return new Set(listsOf(item).flatMap((list) => Object.keys(item[list] ?? {})));
}

/** How the amounts of one resource stand to each other. */
function compareAmounts(report: Report, path: FieldPath, item: LimitRangeItem, name: string): void {
  const lists = listsOf(item);
  const amount = (list: List): Quantity | undefined => {
    const written = lists.includes(list) ? item[list]?.[name] : undefined;
    return written === undefined ? undefined : quantityOf(written);
  };
  const least = amount('min');
  const most = amount('max');
  const limit = amount('default');
  const request = amount('defaultRequest');
  const atMost = (low: Quantity | undefined, high: Quantity | undefined, at: List, wrong: (low: string, high: string) => string) => {
    if (low === undefined || high === undefined || compare(low, high) <= 0) return;
    const [a, b] = [formatQuantity(low), formatQuantity(high)];
    refuse(report, path, at, name, wrong(a, b), message('verdict.limitRange.order', { low: a, high: b }));
  };
  atMost(least, most, 'min', (a, b) => `min value ${a} is greater than max value ${b}`);
  atMost(least, request, 'defaultRequest', (a, b) => `min value ${a} is greater than default request value ${b}`);
  atMost(request, most, 'defaultRequest', (a, b) => `default request value ${a} is greater than max value ${b}`);
  atMost(request, limit, 'defaultRequest', (a, b) => `default request value ${a} is greater than default limit value ${b}`);
  atMost(least, limit, 'default', (a, b) => `min value ${a} is greater than default value ${b}`);
  atMost(limit, most, 'default', (a, b) => `default value ${a} is greater than max value ${b}`);
  validateRatio(report, path, name, amount('maxLimitRequestRatio'), least, most);
  if (!isOvercommitAllowed(name) && limit !== undefined && request !== undefined && compare(limit, request) !== 0) {
    const detail = `default value ${formatQuantity(limit)} must equal to defaultRequest value ${formatQuantity(request)} in ${name}`;
    refuse(report, path, 'defaultRequest', name, detail, message('verdict.limitRange.equal'));
  }
}

const ONE = integerQuantity(1, 'DecimalSI');
/** Amounts beyond this have no thousandths in an int64. */
const MOST_MILLI = 9223372036854775n;

function validateRatio(report: Report, path: FieldPath, name: string, ratio?: Quantity, least?: Quantity, most?: Quantity): void {
  if (ratio === undefined) return;
  const text = formatQuantity(ratio);
  if (compare(ratio, ONE) < 0) {
    refuse(report, path, 'maxLimitRequestRatio', name, `ratio ${text} is less than 1`, message('verdict.limitRange.ratio'));
  }
  if (least === undefined || most === undefined) return;
  const isFine = [ratio, least, most].every((quantity) => value(quantity) < MOST_MILLI);
  const unitsOf = isFine ? milliValue : value;
  const limit = Number(unitsOf(most)) / Number(unitsOf(least));
  if (!((isFine ? approximate(ratio) : Number(value(ratio))) > limit)) return;
  const detail = `ratio ${text} is greater than max/min = ${limit.toFixed(6)}`;
  refuse(report, path, 'maxLimitRequestRatio', name, detail, message('verdict.limitRange.ratioOver', { limit: limit.toFixed(2) }));
}

function refuse(report: Report, path: FieldPath, list: List, name: string, detail: string, words: Message): void {
  invalid(report, key(child(path, list), name), undefined, detail, words);
}
