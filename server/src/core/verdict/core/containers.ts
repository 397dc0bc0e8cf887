import type { Container, EphemeralContainer } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import {
  child,
  duplicate,
  eachItem,
  type FieldPath,
  forbidden,
  index,
  invalid,
  invalidFor,
  notFound,
  type Report,
  required,
  requireOneOf,
} from '../field.ts';
import { dnsLabel } from '../names.ts';
import { validateContainerPorts, validateHostPortConflicts } from './container-ports.ts';
import { validateEnvironment, validateEnvironmentFrom } from './environment.ts';
import { validateLifecycle, validateProbe } from './handlers.ts';
import type { AnyContainer, PodScope } from './pod-scope.ts';
import { validateContainerResources } from './resource-requirements.ts';
import { validateContainerRestart, validateInitRestart, validateResizePolicy } from './restart-rules.ts';
import { validateSecurityContext } from './security-context.ts';
import { validateVolumeDevices, validateVolumeMounts } from './volume-mounts.ts';
import { PULL_POLICIES } from './volumes.ts';

/** validateContainers, validateInitContainers and validateEphemeralContainers of pkg/apis/core/validation/validation.go. */
export function validateContainers(scope: PodScope, path: FieldPath): void {
  const { report, spec } = scope;
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec;
  const names = new Set<string>();
  const place = child(path, 'containers');
  if (containers.length === 0) required(report, place);
  eachItem(place, containers, (container, at) => {
    validateCommon(scope, at, container);
    takeName(report, at, container, names);
    names.add(container.name ?? '');
    validateRunning(scope, at, container);
    validateContainerRestart(scope, at, container);
  });
  const placed = containers.map(({ ports }, position) => ({ place: index(place, position), ports }));
  validateHostPortConflicts(report, placed);
  eachItem(child(path, 'initContainers'), initContainers, (container, at) => validateInitContainer(scope, at, container, names));
  const targets = new Set(names);
  eachItem(child(path, 'ephemeralContainers'), ephemeralContainers, (container, at) => {
    validateEphemeral(scope, at, container, targets, names);
  });
}

/** validateContainersOnlyForPod: in a template a strange image is let through. */
export function validateImages(report: Report, path: FieldPath, containers: readonly AnyContainer[] | undefined): void {
  eachItem(path, containers, ({ image = '' }, place) => {
    if (image.trim() === image) return;
    invalid(report, child(place, 'image'), image, 'must not have leading or trailing whitespace', message('verdict.noPadding'));
  });
}

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const EPHEMERAL_FORBIDS = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

/** validateContainerCommon. */
function validateCommon(scope: PodScope, path: FieldPath, container: AnyContainer): void {
  const { report } = scope;
  const { name = '', image = '' } = container;
  if (name === '') required(report, child(path, 'name'));
  else invalidFor(report, child(path, 'name'), name, dnsLabel(name));
  if (image === '') required(report, child(path, 'image'));
  requireOneOf(report, child(path, 'terminationMessagePolicy'), container.terminationMessagePolicy, MESSAGE_POLICIES);
  validateContainerPorts(report, child(path, 'ports'), container.ports);
  validateEnvironment(scope, child(path, 'env'), container.env);
  validateEnvironmentFrom(report, child(path, 'envFrom'), container.envFrom);
  validateVolumeMounts(scope, child(path, 'volumeMounts'), container);
  validateVolumeDevices(scope, child(path, 'volumeDevices'), container);
  requireOneOf(report, child(path, 'imagePullPolicy'), container.imagePullPolicy, PULL_POLICIES);
  validateContainerResources(report, child(path, 'resources'), container.resources, scope.claimNames);
  validateResizePolicy(scope, child(path, 'resizePolicy'), container.resizePolicy);
  validateSecurityContext(scope, child(path, 'securityContext'), container.securityContext);
}

/** What only containers that keep running may have. */
function validateRunning(scope: PodScope, path: FieldPath, container: Container): void {
  if (container.lifecycle !== undefined) validateLifecycle(scope, child(path, 'lifecycle'), container.lifecycle);
  for (const name of PROBES) {
    const probe = container[name];
    if (probe !== undefined) validateProbe(scope, child(path, name), name, probe);
  }
}

function takeName(report: Report, path: FieldPath, { name = '' }: AnyContainer, names: Set<string>): void {
  if (names.has(name)) duplicate(report, child(path, 'name'), name);
  else if (name !== '') names.add(name);
}

function validateInitContainer(scope: PodScope, path: FieldPath, container: Container, names: Set<string>): void {
  const { report } = scope;
  validateCommon(scope, path, container);
  validateInitRestart(scope, path, container);
  takeName(report, path, container, names);
  // Init containers run one by one; the server calls each of them the first here.
  const place = { text: path.text.replace(/\d+\]$/, '0]'), at: path.at };
  validateHostPortConflicts(report, [{ place, ports: container.ports }]);
  if (container.restartPolicy === 'Always') {
    validateRunning(scope, path, container);
    return;
  }
  for (const name of ['lifecycle', ...PROBES] as const) {
    if (container[name] === undefined) continue;
    const detail = 'may not be set for init containers without restartPolicy=Always';
    forbidden(report, child(path, name), detail, message('verdict.initForbidden', { name }));
  }
  eachItem(child(path, 'resizePolicy'), container.resizePolicy, ({ restartPolicy }, place) => {
    if (restartPolicy !== 'RestartContainer') return;
    const detail = "must not be set to 'RestartContainer' for non-sidecar initContainers";
    invalid(report, child(place, 'restartPolicy'), restartPolicy, detail, message('verdict.resizeInit'));
  });
}

function validateEphemeral(
  scope: PodScope,
  path: FieldPath,
  container: EphemeralContainer,
  targets: ReadonlySet<string>,
  names: Set<string>,
): void {
  const { report } = scope;
  validateCommon(scope, path, container);
  takeName(report, path, container, names);
  names.add(container.name ?? '');
  const { targetContainerName: target = '', volumeMounts } = container;
  if (target !== '' && !targets.has(target)) notFound(report, child(path, 'targetContainerName'), target);
  const detail = 'cannot be set for an Ephemeral Container';
  for (const field of EPHEMERAL_FORBIDS) {
    if (isSet(field, container[field]))
      forbidden(report, child(path, field), detail, message('verdict.ephemeralForbidden', { name: field }));
  }
  eachItem(child(path, 'volumeMounts'), volumeMounts, (mount, place) => {
    for (const field of ['subPath', 'subPathExpr'] as const) {
      if ((mount[field] ?? '') !== '')
        forbidden(report, child(place, field), detail, message('verdict.ephemeralForbidden', { name: field }));
    }
  });
}

/** Go holds `resources` by value, so that an empty one counts as not set; all else is set when it is there. */
function isSet(field: string, value: unknown): boolean {
  return value !== undefined && (field !== 'resources' || Object.keys(value as object).length > 0);
}
