import type { Counter, Device, DeviceAttribute, DeviceTaint, NodeSelector } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { validateNodeSelector } from '../core/node-selector.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  invalid,
  invalidFor,
  key,
  type Report,
  required,
  requireOneOf,
  tooLong,
  tooMany,
} from '../field.ts';
import { byteLength, dnsLabel, dnsSubdomain, labelValue, qualifiedName } from '../names.ts';
import { validateCapacity } from './device-capacity.ts';
import { validateQualifiedName } from './devices.ts';
import { eachOfFew, eachOnce } from './lists.ts';

const MOST_ATTRIBUTES_AND_CAPACITIES = 32;
const MOST_TAINTS = 16;
const MOST_CONSUMPTIONS = 2;
const MOST_COUNTERS = 32;
const MOST_CONDITIONS = 4;
const LONGEST_ATTRIBUTE = 64;
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/;
/** Longer keys are told with their middle left out. */
const LONGEST_SHOWN_KEY = 63 + 1 + 32;

/** validateDevice (pkg/apis/resource/validation/validation.go). */
export function validateDevice(report: Report, path: FieldPath, device: Device, hasNodeOfItsOwn: boolean): void {
  const { name = '', attributes = {}, capacity = {}, taints = [], consumesCounters = [] }: Partial<Device> = device;
  invalidFor(report, child(path, 'name'), name, dnsLabel(name));
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  if (count > MOST_ATTRIBUTES_AND_CAPACITIES) {
    const limit = MOST_ATTRIBUTES_AND_CAPACITIES;
    const detail = `the total number of attributes and capacities must not exceed ${limit}`;
    invalid(report, path, count, detail, message('verdict.tooMany', { count, limit }));
  }
  for (const [attribute, value] of Object.entries(attributes)) {
    validateQualifiedName(report, child(path, 'attributes'), attribute);
    validateAttribute(report, key(child(path, 'attributes'), shown(attribute)), value ?? {});
  }
  for (const [each, value] of Object.entries(capacity)) {
    validateQualifiedName(report, child(path, 'capacity'), each);
    validateCapacity(report, key(child(path, 'capacity'), shown(each)), value, device.allowMultipleAllocations === true);
  }
  eachOfFew(report, child(path, 'taints'), taints, MOST_TAINTS, (taint, at) => validateTaint(report, at, taint));
  eachOnce(
    report,
    child(path, 'consumesCounters'),
    consumesCounters,
    MOST_CONSUMPTIONS,
    ({ counterSet }) => counterSet,
    (each, at) => {
      validateCounters(report, at, 'counterSet', each.counterSet, each.counters);
    },
  );
  validatePlace(report, path, device, hasNodeOfItsOwn);
  validateBinding(report, path, device);
}

function shown(name: string): string {
  if (name.length <= LONGEST_SHOWN_KEY) return name;
  const kept = LONGEST_SHOWN_KEY - '...'.length;
  return `${name.slice(0, Math.floor((kept + 1) / 2))}...${name.slice(name.length - Math.floor(kept / 2))}`;
}

function validateAttribute(report: Report, path: FieldPath, attribute: DeviceAttribute): void {
  const { string, version } = attribute;
  if (string !== undefined && byteLength(string) > LONGEST_ATTRIBUTE) tooLong(report, child(path, 'string'), string, LONGEST_ATTRIBUTE);
  if (version !== undefined) {
    const place = child(path, 'version');
    const detail = 'must be a string compatible with semver.org spec 2.0.0';
    if (!SEMVER.test(version)) invalid(report, place, version, detail, message('verdict.device.semver', { value: version }));
    if (byteLength(version) > LONGEST_ATTRIBUTE) tooLong(report, place, version, LONGEST_ATTRIBUTE);
  }
  const names = ['bool', 'int', 'string', 'version'] as const;
  if (names.filter((name) => attribute[name] !== undefined).length === 1) return;
  invalid(report, path, '', 'exactly one value must be specified', message('verdict.exactlyOne', { names: names.join(', ') }));
}

/** validateDeviceTaint. */
function validateTaint(report: Report, path: FieldPath, { key: name = '', value = '', effect }: Partial<DeviceTaint>): void {
  invalidFor(report, child(path, 'key'), name, qualifiedName(name));
  if (value !== '') invalidFor(report, child(path, 'value'), value, labelValue(value));
  requireOneOf(report, child(path, 'effect'), effect, ['NoExecute', 'NoSchedule', 'None']);
}

/** A set of counters, or what a device takes of one: both have a name in a field and numbers by name. */
export function validateCounters(
  report: Report,
  path: FieldPath,
  field: string,
  name: string | undefined,
  counters: Readonly<Record<string, Counter>> | undefined,
): void {
  const place = child(path, field);
  if (name === undefined || name === '') required(report, place);
  else invalidFor(report, place, name, dnsLabel(name));
  const names = Object.keys(counters ?? {});
  const list = child(path, 'counters');
  if (names.length === 0) required(report, list);
  else if (names.length > MOST_COUNTERS) tooMany(report, list, names.length, MOST_COUNTERS);
  else for (const each of names) invalidFor(report, list, each, dnsLabel(each));
}

interface Whereabouts {
  readonly nodeName?: string;
  readonly nodeSelector?: NodeSelector;
  readonly allNodes?: boolean;
}

function validatePlace(report: Report, path: FieldPath, { nodeName, nodeSelector, allNodes }: Whereabouts, isOwn: boolean): void {
  const words = message('verdict.device.ownNode');
  if (!isOwn) {
    if (nodeName === undefined && nodeSelector === undefined && allNodes === undefined) return;
    const detail =
      '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
    invalid(report, path, undefined, detail, words);
    return;
  }
  let count = 0;
  if (nodeName === '') invalid(report, child(path, 'nodeName'), nodeName, 'must not be empty', message('verdict.device.unsetOrText'));
  else if (nodeName !== undefined) {
    count++;
    invalidFor(report, child(path, 'nodeName'), nodeName, dnsSubdomain(nodeName));
  }
  if (nodeSelector !== undefined) {
    count++;
    validateNodeSelector(report, child(path, 'nodeSelector'), nodeSelector);
  }
  if (allNodes === true) count++;
  if (allNodes === false) {
    invalid(report, child(path, 'allNodes'), false, 'must be either unset or set to true', message('verdict.device.unsetOrTrue'));
  }
  const detail =
    'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
  if (count === 0) required(report, path, detail, words);
  if (count > 1) invalid(report, path, undefined, detail, words);
}

/** validateDeviceBindingParameters. */
function validateBinding(report: Report, path: FieldPath, { bindingConditions = [], bindingFailureConditions = [] }: Device): void {
  const [good, bad] = [child(path, 'bindingConditions'), child(path, 'bindingFailureConditions')];
  const lists = [[good, bindingConditions] as const, [bad, bindingFailureConditions] as const];
  for (const [at, names] of lists) {
    eachOfFew(report, at, names, MOST_CONDITIONS, (name, place) => invalidFor(report, place, name, qualifiedName(name)));
  }
  for (const [at, names] of lists) {
    eachItem(at, names, (name, place, position) => {
      if (names.indexOf(name) < position) duplicate(report, place, name);
      if (at !== bad || !bindingConditions.includes(name)) return;
      const detail = 'bindingFailureConditions must not overlap with bindingConditions';
      invalid(report, place, name, detail, message('verdict.device.bindingOverlap', { name }));
    });
  }
  const words = message('verdict.device.bindingPair');
  if (bindingConditions.length === 0 && bindingFailureConditions.length > 0)
    invalid(report, good, [], 'bindingConditions are required to use bindingFailureConditions', words);
  if (bindingFailureConditions.length === 0 && bindingConditions.length > 0)
    invalid(report, bad, [], 'bindingFailureConditions are required to use bindingConditions', words);
}
