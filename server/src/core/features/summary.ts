import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import { OWN_STYLE, renderEntry } from '../yaml/render.ts';

/** Longer lists and maps say no more than their beginning. */
const MOST_ENTRIES = 8;
const LONGEST_TEXT = 80;
const MOST_LINES = 20;

/** What matters of an object to those who name it, as YAML; '' where nothing does. Values of Secrets are never shown. */
export function summaryOf(object: JsonObject, kind: string): string {
  const paths = SUMMARY_BY_KIND[kind] ?? [['spec']];
  const lines = paths.flatMap((path) => {
    const value = valueAt(object, path);
    if (value === undefined || value === null) return [];
    return renderEntry(String(path.at(-1)), shortened(kind === 'Secret' && isObject(value) ? hidden(value) : value, 0), OWN_STYLE);
  });
  return fenced(lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines);
}

/** A part of an object as YAML. */
export function excerptOf(value: Json | undefined): string {
  const lines = isObject(value) ? Object.entries(value).flatMap(([key, each]) => renderEntry(key, shortened(each, 0), OWN_STYLE)) : [];
  return fenced(lines);
}

/** Text between fences longer than any in it. */
export function fenced(lines: readonly string[], language = 'yaml'): string {
  if (lines.length === 0) return '';
  const runs = lines.join('\n').match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

const POD: readonly Path[] = [['replicas'], ['template', 'spec', 'containers']].map((path) => ['spec', ...path]);

const SUMMARY_BY_KIND: Readonly<Record<string, readonly Path[]>> = {
  ConfigMap: [['data'], ['binaryData'], ['immutable']],
  Secret: [['type'], ['data'], ['stringData'], ['immutable']],
  Service: [
    ['spec', 'type'],
    ['spec', 'clusterIP'],
    ['spec', 'selector'],
    ['spec', 'ports'],
  ],
  ServiceAccount: [['automountServiceAccountToken'], ['imagePullSecrets'], ['metadata', 'annotations']],
  PersistentVolumeClaim: [
    ['spec', 'storageClassName'],
    ['spec', 'accessModes'],
    ['spec', 'resources', 'requests'],
    ['spec', 'volumeName'],
  ],
  PersistentVolume: [
    ['spec', 'storageClassName'],
    ['spec', 'accessModes'],
    ['spec', 'capacity'],
    ['spec', 'persistentVolumeReclaimPolicy'],
  ],
  StorageClass: [['provisioner'], ['reclaimPolicy'], ['volumeBindingMode'], ['allowVolumeExpansion'], ['parameters']],
  PriorityClass: [['value'], ['globalDefault'], ['preemptionPolicy'], ['description']],
  RuntimeClass: [['handler'], ['overhead'], ['scheduling']],
  Namespace: [['metadata', 'labels']],
  Node: [
    ['metadata', 'labels'],
    ['spec', 'taints'],
    ['status', 'allocatable'],
    ['status', 'capacity'],
  ],
  Role: [['rules']],
  ClusterRole: [['rules']],
  Deployment: POD,
  StatefulSet: POD,
  ReplicaSet: POD,
  DaemonSet: POD,
  Pod: [['spec', 'containers']],
};

function hidden(entries: JsonObject): JsonObject {
  return Object.fromEntries(Object.keys(entries).map((key) => [key, '…']));
}

const DEEPEST = 4;

function shortened(value: Json, depth: number): Json {
  if (typeof value === 'string') {
    const line = value.split('\n', 1)[0] ?? '';
    return line.length < value.trimEnd().length || line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
  }
  if (isArray(value)) {
    if (depth >= DEEPEST && value.length > 0) return '…';
    const shown = value.slice(0, MOST_ENTRIES).map((each) => shortened(each, depth + 1));
    return value.length > MOST_ENTRIES ? [...shown, '…'] : shown;
  }
  if (isObject(value)) {
    if (depth >= DEEPEST && Object.keys(value).length > 0) return '…';
    const shown = Object.entries(value).slice(0, MOST_ENTRIES);
    const rest = Object.keys(value).length > MOST_ENTRIES ? [['…', '…'] as const] : [];
    return Object.fromEntries([...shown.map(([key, each]) => [key, shortened(each, depth + 1)] as const), ...rest]);
  }
  return value;
}
