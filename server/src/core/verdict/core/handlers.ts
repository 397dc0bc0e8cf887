import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import {
  type Complaint,
  child,
  eachItem,
  type FieldPath,
  forbidden,
  invalid,
  invalidFor,
  notSupported,
  type Report,
  required,
} from '../field.ts';
import { complaints, FINE, NOT_NEGATIVE, POSITIVE, portName, portNumber } from '../names.ts';
import { has } from '../versions.ts';
import type { PodScope } from './pod-scope.ts';

export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

/** validateLivenessProbe, validateReadinessProbe, validateStartupProbe of pkg/apis/core/validation/validation.go. */
export function validateProbe(scope: PodScope, path: FieldPath, name: ProbeName, probe: Probe): void {
  const { report } = scope;
  const { successThreshold = 0, terminationGracePeriodSeconds: grace } = probe;
  const { exec, httpGet, tcpSocket, grpc } = probe;
  validateHandler(scope, path, { exec, httpGet, tcpSocket, grpc });
  for (const field of PROBE_SECONDS) {
    const value = probe[field] ?? 0;
    if (value < 0) invalidFor(report, child(path, field), value, [NOT_NEGATIVE]);
  }
  if (grace !== undefined && grace <= 0) invalidFor(report, child(path, 'terminationGracePeriodSeconds'), grace, [POSITIVE]);
  if (name !== 'readinessProbe') {
    if (successThreshold !== 1) {
      invalid(report, child(path, 'successThreshold'), successThreshold, 'must be 1', message('verdict.successThreshold', { probe: name }));
    }
  } else if (grace !== undefined) {
    const detail = 'must not be set for readinessProbes';
    invalid(report, child(path, 'terminationGracePeriodSeconds'), grace, detail, message('verdict.readinessGrace'));
  }
}

/** validateLifecycle. */
export function validateLifecycle(scope: PodScope, path: FieldPath, { postStart, preStop }: Lifecycle): void {
  if (postStart !== undefined) validateHandler(scope, child(path, 'postStart'), postStart);
  if (preStop !== undefined) validateHandler(scope, child(path, 'preStop'), preStop);
}

/** ValidatePortNumOrName. */
export function validatePort(report: Report, path: FieldPath, port: number | string): void {
  invalidFor(report, path, port, typeof port === 'number' ? portNumber(port) : portName(port));
}

const PROBE_SECONDS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const;
const SCHEMES = ['HTTP', 'HTTPS'];
const HEADER_NAME = /^[-A-Za-z0-9]+$/;

type Handler = Pick<Probe, 'grpc'> & LifecycleHandler;

/** Exactly one handler; only the first is looked into. */
function validateHandler(
  scope: PodScope,
  path: FieldPath,
  handler: { readonly [Name in keyof Handler]?: Handler[Name] | undefined },
): void {
  const { report } = scope;
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  const first = HANDLERS.find((name) => handler[name] !== undefined);
  if (first === undefined) {
    required(report, path, 'must specify a handler type', message('verdict.handlerMissing'));
    return;
  }
  for (const name of HANDLERS) {
    if (name === first || handler[name] === undefined) continue;
    forbidden(report, child(path, name), 'may not specify more than 1 handler type', message('verdict.handlerOne', { first }));
  }
  if (first === 'exec' && (exec?.command ?? []).length === 0) required(report, child(path, 'exec', 'command'));
  if (first === 'httpGet' && httpGet !== undefined) validateHttpGet(report, child(path, 'httpGet'), httpGet);
  if (first === 'tcpSocket') validatePort(report, child(path, 'tcpSocket', 'port'), tcpSocket?.port ?? 0);
  if (first === 'grpc') validatePort(report, child(path, 'grpc', 'port'), grpc?.port ?? 0);
  if (first === 'sleep') validateSleep(scope, child(path, 'sleep'), sleep?.seconds ?? 0);
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

function validateHttpGet(report: Report, path: FieldPath, action: HTTPGetAction): void {
  const { path: target = '', port = 0, scheme = '', httpHeaders } = action;
  if (target === '') required(report, child(path, 'path'));
  validatePort(report, child(path, 'port'), port);
  if (!SCHEMES.includes(scheme)) notSupported(report, child(path, 'scheme'), scheme, SCHEMES);
  const headers = child(path, 'httpHeaders');
  eachItem(headers, httpHeaders, ({ name = '' }, place) => {
    invalidFor(report, { text: headers.text, at: place.at }, name, headerName(name));
  });
}

function headerName(name: string): readonly Complaint[] {
  if (HEADER_NAME.test(name)) return FINE;
  const detail =
    "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";
  return complaints([detail], message('verdict.headerName'));
}

function validateSleep({ report, spec, context }: PodScope, path: FieldPath, seconds: number): void {
  const grace = spec.terminationGracePeriodSeconds;
  const least = has(context, 'sleepZero') ? 0 : 1;
  if (grace === undefined || (seconds >= least && seconds <= grace)) return;
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`;
  invalid(report, path, seconds, detail, message('verdict.sleep', { least, grace }));
}
