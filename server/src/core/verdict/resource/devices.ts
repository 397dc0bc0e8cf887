import type { JsonObject } from '../../base/json.ts';
import { isObject } from '../../base/json.ts';
import type { DeviceSelector, OpaqueDeviceConfiguration } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { refuseExpression } from '../admissionregistration/expressions.ts';
import { compile } from '../cel/compile.ts';
import { createEnvironment } from '../cel/environment.ts';
import { formatType, mapOf, STRING, struct } from '../cel/type.ts';
import { validateDriverName } from '../core/persistent-volume-sources.ts';
import { child, type FieldPath, invalid, type Report, required, tooLong } from '../field.ts';
import { byteLength } from '../names.ts';
import { eachOfFew } from './lists.ts';

const MOST_SELECTORS = 32;
const LONGEST_EXPRESSION = 10 * 1024;
const LARGEST_PARAMETERS = 10 * 1024;
const LONGEST_IDENTIFIER = 32;

/** What a selector may name (staging/src/k8s.io/dynamic-resource-allocation/cel/compile.go). */
const DEVICE = createEnvironment(
  { device: struct('kubernetes.DRADevice') },
  {
    'kubernetes.DRADevice': {
      driver: STRING,
      attributes: mapOf(STRING, mapOf(STRING, { is: 'any' })),
      capacity: mapOf(STRING, mapOf(STRING, struct('kubernetes.Quantity'))),
      allowMultipleAllocations: { is: 'bool' },
    },
  },
  { hasBindings: true },
);

/** validateSelectorSlice (pkg/apis/resource/validation/validation.go). */
export function validateSelectors(report: Report, path: FieldPath, selectors: readonly DeviceSelector[]): void {
  eachOfFew(report, path, selectors, MOST_SELECTORS, ({ cel }, at) => {
    if (cel === undefined) required(report, child(at, 'cel'));
    else validateSelector(report, child(at, 'cel', 'expression'), cel.expression ?? '');
  });
}

function validateSelector(report: Report, path: FieldPath, expression: string): void {
  if (byteLength(expression) > LONGEST_EXPRESSION) {
    tooLong(report, path, expression, LONGEST_EXPRESSION);
    return;
  }
  const compiled = compile(expression, DEVICE);
  if ('problem' in compiled) refuseExpression(report, path, expression, compiled);
  else if (compiled.type.is !== 'bool' && compiled.type.is !== 'any') {
    const got = formatType(compiled.type);
    const detail = `must evaluate to bool or the unknown type, not ${got}`;
    invalid(report, path, expression, detail, message('verdict.cel.type', { want: 'bool', got }));
  }
}

/** validateDeviceConfiguration. */
export function validateConfiguration(report: Report, path: FieldPath, { opaque }: { readonly opaque?: OpaqueDeviceConfiguration }): void {
  const place = child(path, 'opaque');
  if (opaque === undefined) {
    required(report, place);
    return;
  }
  validateDriverName(report, child(place, 'driver'), opaque.driver);
  validateParameters(report, child(place, 'parameters'), opaque.parameters);
}

/** validateRawExtension. */
function validateParameters(report: Report, path: FieldPath, parameters: unknown): void {
  if (parameters === undefined || parameters === null) required(report, path);
  else if (byteLength(JSON.stringify(parameters)) > LARGEST_PARAMETERS) tooLong(report, path, undefined, LARGEST_PARAMETERS);
  else if (!isObject(parameters as JsonObject)) {
    invalid(report, path, '<value omitted>', 'must be a valid JSON object', message('verdict.wantMapping'));
  }
}

/** validateFullyQualifiedName: `domain/identifier`. */
export function validateAttributeName(report: Report, path: FieldPath, name: string): void {
  validateQualifiedName(report, path, name);
  if (name.includes('/')) return;
  const detail = 'a fully qualified name must be a domain and a name separated by a slash';
  invalid(report, path, name, detail, message('verdict.device.attribute'));
}

/** validateQualifiedName: the domain may be left out. */
export function validateQualifiedName(report: Report, path: FieldPath, name: string): void {
  const parts = name.split('/');
  if (parts.length === 1) validateIdentifier(report, path, name);
  if (parts.length === 2) {
    const [domain = '', identifier = ''] = parts;
    if (domain === '') invalid(report, path, name, 'the domain must not be empty', message('verdict.device.attribute'));
    else validateDriverName(report, path, domain);
    if (identifier === '') invalid(report, path, name, 'the name must not be empty', message('verdict.device.attribute'));
    else validateIdentifier(report, path, identifier);
  }
}

function validateIdentifier(report: Report, path: FieldPath, identifier: string): void {
  if (byteLength(identifier) > LONGEST_IDENTIFIER) tooLong(report, path, identifier, LONGEST_IDENTIFIER);
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(identifier)) return;
  const detail =
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";
  invalid(report, path, identifier, detail, message('verdict.device.identifier'));
}
