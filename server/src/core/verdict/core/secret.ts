import { isObject } from '../../base/json.ts';
import type { Secret } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import type { KindRules, Mutable } from '../context.ts';
import { child, type FieldPath, invalid, invalidFor, key, type Report, ROOT, required, tooLong, warn } from '../field.ts';
import { validateObjectMeta } from '../metadata.ts';
import { byteLength, configKey, dnsSubdomain } from '../names.ts';
import { base64Length, base64Text } from './base64.ts';
import { LARGEST_DATA } from './config-map.ts';
import { pemBlocks } from './pem.ts';

const DATA = child(ROOT, 'data');
const SERVICE_ACCOUNT = 'kubernetes.io/service-account.name';

/** v1 Secret: ValidateSecret (pkg/apis/core/validation/validation.go). */
export const secret: KindRules<Secret> = { setDefaults, validate, warn: warnOfSecret };

function setDefaults(object: Mutable<Secret>): void {
  object.type ||= 'Opaque';
}

function validate(object: Secret, report: Report): void {
  validateObjectMeta(report, child(ROOT, 'metadata'), object.metadata, { namespaced: true, name: dnsSubdomain });
  const names = new Set([...Object.keys(object.data ?? {}), ...Object.keys(object.stringData ?? {})]);
  let size = 0;
  for (const name of names) {
    invalidFor(report, placeOf(object, name), name, configKey(name));
    const text = object.stringData?.[name];
    size += text === undefined ? base64Length(object.data?.[name] ?? '') : byteLength(text);
  }
  if (size > LARGEST_DATA) tooLong(report, DATA, undefined, LARGEST_DATA);
  validateType(object, report);
}

/** What its type says a Secret holds. */
function validateType(object: Secret, report: Report): void {
  const need = (name: string) =>
    required(report, key(DATA, name), '', message('verdict.secret.key', { key: name, type: object.type ?? '' }));
  switch (object.type) {
    case 'kubernetes.io/service-account-token':
      if ((object.metadata?.annotations?.[SERVICE_ACCOUNT] ?? '') === '') {
        required(report, key(child(ROOT, 'metadata', 'annotations'), SERVICE_ACCOUNT));
      }
      return;
    case 'kubernetes.io/dockercfg':
      validateJson(object, report, '.dockercfg', need);
      return;
    case 'kubernetes.io/dockerconfigjson':
      validateJson(object, report, '.dockerconfigjson', need);
      return;
    case 'kubernetes.io/basic-auth':
      if (heldUnder(object, 'username') === undefined && heldUnder(object, 'password') === undefined) {
        need('username');
        need('password');
      }
      return;
    case 'kubernetes.io/ssh-auth':
      if ((heldUnder(object, 'ssh-privatekey') ?? '') === '') need('ssh-privatekey');
      return;
    case 'kubernetes.io/tls':
      for (const name of ['tls.crt', 'tls.key']) if (heldUnder(object, name) === undefined) need(name);
  }
}

function validateJson(object: Secret, report: Report, name: string, need: (name: string) => void): void {
  const text = heldUnder(object, name);
  if (text === undefined) need(name);
  if (text === undefined || isJsonMapping(text)) return;
  const detail = 'must be a JSON object';
  invalid(report, placeOf(object, name), '<secret contents redacted>', detail, message('verdict.secret.json', { key: name }));
}

/** Go reads null into a map as nothing. */
function isJsonMapping(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || isObject(value);
  } catch {
    // Not JSON at all, which is what was asked.
    return false;
  }
}

/** `stringData` is written over `data` (Convert_v1_Secret_To_core_Secret). */
function heldUnder(object: Secret, name: string): string | undefined {
  const text = object.stringData?.[name];
  if (text !== undefined) return text;
  const encoded = object.data?.[name];
  return encoded === undefined ? undefined : base64Text(encoded);
}

function placeOf(object: Secret, name: string): FieldPath {
  const field = object.stringData?.[name] === undefined ? 'data' : 'stringData';
  return { text: `data[${name}]`, at: [field, name] };
}

/** warningsForSecret (pkg/registry/core/secret/strategy.go): whether Go's tls.X509KeyPair could use the pair, as far as can be told without reading it. */
function warnOfSecret(object: Secret, report: Report): void {
  if (object.type !== 'kubernetes.io/tls') return;
  const pairs = [
    { name: 'tls.crt', what: 'certificate', wanted: (label: string) => label === 'CERTIFICATE' },
    { name: 'tls.key', what: 'key', wanted: (label: string) => label === 'PRIVATE KEY' || label.endsWith(' PRIVATE KEY') },
  ];
  for (const { name, what, wanted } of pairs) {
    const labels = pemBlocks(heldUnder(object, name) ?? '').map((block) => block.label);
    if (labels.some(wanted)) continue;
    const text = labels.length === 0 ? `tls: failed to find any PEM data in ${what} input` : notFoundText(what, labels);
    warn(report, placeOf(object, name), text, message('verdict.secret.noPem', { key: name }));
    return;
  }
}

function notFoundText(what: string, labels: readonly string[]): string {
  if (what === 'key') {
    if (labels.length === 1 && labels[0] === 'CERTIFICATE') {
      return 'tls: found a certificate rather than a key in the PEM for the private key';
    }
    return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${labels.join(' ')}]`;
  }
  if (labels.length === 1 && labels[0]?.endsWith('PRIVATE KEY')) {
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  }
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${labels.join(' ')}]`;
}
