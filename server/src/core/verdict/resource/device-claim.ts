import type {
  DeviceClaim,
  DeviceClaimConfiguration,
  DeviceConstraint,
  DeviceRequest,
  DeviceSubRequest,
  DeviceToleration,
  ExactDeviceRequest,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { requireChecked } from '../checks.ts';
import type { Context, Mutable } from '../context.ts';
import { child, duplicate, type FieldPath, invalid, invalidFor, notSupported, type Report, required, requireOneOf } from '../field.ts';
import { dnsLabel, dnsSubdomain, labelValue, POSITIVE, qualifiedName } from '../names.ts';
import { has } from '../versions.ts';
import { validateAttributeName, validateConfiguration, validateSelectors } from './devices.ts';
import { eachOfFew } from './lists.ts';

const MOST_REQUESTS = 32;
const MOST_ALTERNATIVES = 8;
const MOST_TOLERATIONS = 16;
const NO_SUCH_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

/** Sub-requests by the name of their request. */
type RequestNames = ReadonlyMap<string, ReadonlySet<string>>;

/** SetDefaults_ExactDeviceRequest and SetDefaults_DeviceSubRequest (pkg/apis/resource/v1/defaults.go); fields of gates that are off are dropped. */
export function setClaimDefaults(claim: Mutable<DeviceClaim>, context: Context): void {
  for (const request of claim.requests ?? []) {
    for (const exact of [request.exactly, ...(request.firstAvailable ?? [])]) {
      if (exact === undefined) continue;
      exact.allocationMode ||= 'ExactCount';
      if (exact.allocationMode === 'ExactCount') exact.count ||= 1;
      if (!has(context, 'deviceTolerations')) delete exact.tolerations;
      for (const toleration of exact.tolerations ?? []) toleration.operator ||= 'Equal';
    }
  }
  if (has(context, 'consumableCapacity')) return;
  for (const constraint of claim.constraints ?? []) delete constraint.distinctAttribute;
}

/** validateDeviceClaim (pkg/apis/resource/validation/validation.go). */
export function validateDeviceClaim(report: Report, path: FieldPath, claim: DeviceClaim, context: Context): void {
  const { requests = [], constraints = [], config = [] } = claim;
  const names = new Map(
    requests.map(({ name = '', firstAvailable = [] }) => [name, new Set(firstAvailable.map((each) => each.name ?? ''))]),
  );
  const seen = new Set<string>();
  eachOfFew(report, child(path, 'requests'), requests, MOST_REQUESTS, (request, at) => {
    validateRequest(report, at, request);
    refuseSeen(report, at, request.name ?? '', seen);
  });
  eachOfFew(report, child(path, 'constraints'), constraints, MOST_REQUESTS, (constraint, at) => {
    validateConstraint(report, at, constraint, names, context);
  });
  eachOfFew(report, child(path, 'config'), config, MOST_REQUESTS, (each, at) => validateClaimConfig(report, at, each, names));
}

function refuseSeen(report: Report, path: FieldPath, name: string, seen: Set<string>): void {
  if (seen.has(name)) duplicate(report, path, name);
  seen.add(name);
}

function validateRequest(report: Report, path: FieldPath, { name = '', exactly, firstAvailable = [] }: DeviceRequest): void {
  invalidFor(report, child(path, 'name'), name, dnsLabel(name));
  const words = message('verdict.exactlyOne', { names: 'exactly, firstAvailable' });
  const detail = 'exactly one of `exactly` or `firstAvailable` is required';
  if (exactly === undefined && firstAvailable.length === 0) required(report, path, detail, words);
  else if (exactly !== undefined && firstAvailable.length > 0) {
    invalid(report, path, undefined, `${detail}, but multiple fields are set`, words);
  } else if (exactly !== undefined) validateExact(report, child(path, 'exactly'), exactly);
  else {
    const seen = new Set<string>();
    eachOfFew(report, child(path, 'firstAvailable'), firstAvailable, MOST_ALTERNATIVES, (request, at) => {
      const { name: own = '' } = request;
      invalidFor(report, child(at, 'name'), own, dnsLabel(own));
      validateExact(report, at, request);
      refuseSeen(report, at, own, seen);
    });
  }
}

function validateExact(report: Report, path: FieldPath, request: ExactDeviceRequest | DeviceSubRequest): void {
  const { deviceClassName, selectors = [], allocationMode = '', count = 0, tolerations } = request;
  requireChecked(report, child(path, 'deviceClassName'), deviceClassName, dnsSubdomain);
  validateSelectors(report, child(path, 'selectors'), selectors);
  const place = child(path, 'count');
  if (allocationMode === 'All') {
    if (count !== 0) {
      const detail = "must not be specified when allocationMode is 'All'";
      invalid(report, place, count, detail, message('verdict.onlyWith', { condition: 'allocationMode: ExactCount' }));
    }
  } else if (allocationMode !== 'ExactCount') {
    notSupported(report, child(path, 'allocationMode'), allocationMode, ['All', 'ExactCount']);
  } else if (count <= 0) invalid(report, place, count, 'must be greater than zero', POSITIVE.words);
  eachOfFew(report, child(path, 'tolerations'), tolerations ?? [], MOST_TOLERATIONS, (each, at) => validateToleration(report, at, each));
}

/** validateDeviceToleration. */
function validateToleration(report: Report, path: FieldPath, { key = '', operator = '', value = '', effect = '' }: DeviceToleration): void {
  if (key !== '') invalidFor(report, child(path, 'key'), key, qualifiedName(key));
  requireOneOf(report, child(path, 'operator'), operator, ['Equal', 'Exists']);
  if (operator === 'Exists' && value !== '') {
    invalid(
      report,
      child(path, 'value'),
      value,
      'must be empty for operator `Exists`',
      message('verdict.onlyWith', { condition: 'operator: Equal' }),
    );
  }
  if (operator === 'Equal') invalidFor(report, child(path, 'value'), value, labelValue(value));
  const effects = ['NoExecute', 'NoSchedule', 'None'];
  if (effect !== '' && !effects.includes(effect)) notSupported(report, child(path, 'effect'), effect, effects);
}

function validateConstraint(report: Report, path: FieldPath, constraint: DeviceConstraint, names: RequestNames, context: Context): void {
  const { requests = [], matchAttribute, distinctAttribute } = constraint;
  validateRequestNames(report, child(path, 'requests'), requests, names);
  if (matchAttribute !== undefined) validateAttributeName(report, child(path, 'matchAttribute'), matchAttribute);
  else if (distinctAttribute !== undefined) validateAttributeName(report, child(path, 'distinctAttribute'), distinctAttribute);
  else if (has(context, 'consumableCapacity')) {
    const detail = 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set';
    required(report, path, detail, message('verdict.exactlyOne', { names: 'matchAttribute, distinctAttribute' }));
  } else required(report, child(path, 'matchAttribute'));
}

function validateClaimConfig(report: Report, path: FieldPath, config: DeviceClaimConfiguration, names: RequestNames): void {
  validateRequestNames(report, child(path, 'requests'), config.requests ?? [], names);
  validateConfiguration(report, path, config);
}

/** validateRequestNameRef: `request` or `request/subrequest`. */
function validateRequestNames(report: Report, path: FieldPath, requests: readonly string[], names: RequestNames): void {
  const seen = new Set<string>();
  eachOfFew(report, path, requests, MOST_REQUESTS, (name, at) => {
    const [request = '', sub, ...more] = name.split('/');
    if (more.length === 0) for (const part of name.split('/')) invalidFor(report, at, part, dnsLabel(part));
    const isKnown = more.length === 0 && names.has(request) && (sub === undefined || names.get(request)?.has(sub) === true);
    if (!isKnown) invalid(report, at, name, NO_SUCH_REQUEST, message('verdict.device.request'));
    refuseSeen(report, at, name, seen);
  });
}
