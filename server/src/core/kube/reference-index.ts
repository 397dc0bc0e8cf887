import { isArray, isObject, type Json, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { Document } from '../yaml/document.ts';
import type { SourceFile } from '../yaml/source-file.ts';

/** An object of the workspace that others may name. */
export interface Definition {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Keys of a ConfigMap's or a Secret's data. */
  readonly keys: readonly string[];
  /** A Service's ports, or those of all containers of a pod template. */
  readonly ports: readonly NamedPort[];
  /** Labels of the pods it makes, or its own. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** The workload that an autoscaler scales. */
  readonly scales: { readonly kind: string; readonly name: string } | undefined;
  /** What pods a policy or a budget selects: labels `app=web` one of which such pods have, or `*` where any may be meant. */
  readonly selects: readonly string[];
  /** Ports of all nodes that a Service takes, e.g. `TCP 30080`. */
  readonly nodePorts: readonly string[];
  readonly document: Document;
  /** Of the object in its document: [] or ['items', 2]. */
  readonly at: Path;
}

export interface NamedPort {
  readonly name: string | undefined;
  readonly port: number;
}

/** What a document defines; remembered as long as the document is. */
export function definitionsOf(document: Document): readonly Definition[] {
  const kept = byDocument.get(document);
  if (kept !== undefined) return kept;
  const { value } = document;
  const items = isObject(value) && value.kind === 'List' && isArray(value.items) ? value.items : undefined;
  const places: readonly Path[] = items === undefined ? [[]] : items.map((_, index) => ['items', index]);
  const found = places.map((path) => definitionIn(document, path)).filter((each) => each !== undefined);
  byDocument.set(document, found);
  return found;
}

/**
 * All that a file defines. Of a large file only what has been read already: its documents are read one after the other in the
 * background, and no request waits for them.
 */
export function definitionsIn(file: SourceFile): readonly Definition[] {
  const kept = byFile.get(file);
  if (kept !== undefined) return kept;
  const found: Definition[] = [];
  let isWhole = true;
  for (const { document } of file.documents) {
    const definitions = file.length <= LARGE_FILE ? definitionsOf(document) : byDocument.get(document);
    if (definitions === undefined) isWhole = false;
    else found.push(...definitions);
  }
  if (isWhole) byFile.set(file, found);
  return found;
}

/** In UTF-16 units. */
const LARGE_FILE = 200_000;
const byDocument = new WeakMap<Document, readonly Definition[]>();
const byFile = new WeakMap<SourceFile, readonly Definition[]>();

function definitionIn(document: Document, path: Path): Definition | undefined {
  const value = valueAt(document.value, path);
  if (!isObject(value)) return undefined;
  const { kind, apiVersion } = value;
  const name = textAt(value, 'metadata', 'name');
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || name === undefined || name.includes('{{')) return undefined;
  const template = podTemplateOf(value);
  return {
    kind,
    apiVersion,
    name,
    namespace: textAt(value, 'metadata', 'namespace'),
    keys: [...keysOf(value.data), ...keysOf(value.stringData), ...keysOf(value.binaryData)],
    ports: kind === 'Service' ? portsIn(at(value, 'spec', 'ports'), 'port') : containerPorts(at(template, 'spec')),
    podLabels: textMap(at(template, 'metadata', 'labels') ?? at(value, 'metadata', 'labels')),
    scales: kind === 'HorizontalPodAutoscaler' ? scaledBy(value) : undefined,
    selects: selectionOf(value),
    nodePorts: kind === 'Service' ? nodePortsOf(value) : [],
    document,
    at: path,
  };
}

function scaledBy(value: JsonObject): Definition['scales'] {
  const kind = textAt(value, 'spec', 'scaleTargetRef', 'kind');
  const name = textAt(value, 'spec', 'scaleTargetRef', 'name');
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

function selectionOf(value: JsonObject): readonly string[] {
  const field = value.kind === 'NetworkPolicy' ? 'podSelector' : value.kind === 'PodDisruptionBudget' ? 'selector' : undefined;
  if (field === undefined) return [];
  const [label] = Object.entries(textMap(at(value, 'spec', field, 'matchLabels')));
  if (label !== undefined) return [label.join('=')];
  const expressions = at(value, 'spec', field, 'matchExpressions');
  const chosen = (isArray(expressions) ? expressions : []).find((each) => at(each, 'operator') === 'In');
  const values = at(chosen, 'values');
  return isArray(values) ? values.map((each) => `${String(at(chosen, 'key'))}=${String(each)}`) : ['*'];
}

function nodePortsOf(value: JsonObject): readonly string[] {
  const ports = at(value, 'spec', 'ports');
  return (isArray(ports) ? ports : []).flatMap((port) => {
    const nodePort = at(port, 'nodePort');
    return typeof nodePort === 'number' && nodePort !== 0 ? [`${textAt(port, 'protocol') ?? 'TCP'} ${nodePort}`] : [];
  });
}

/** The pod template of a workload; a Pod is its own. */
export function podTemplateOf(value: JsonObject): JsonObject | undefined {
  if (value.kind === 'Pod') return value;
  const template = value.kind === 'CronJob' ? at(value, 'spec', 'jobTemplate', 'spec', 'template') : at(value, 'spec', 'template');
  return isObject(template) ? template : undefined;
}

function containerPorts(spec: Json | undefined): readonly NamedPort[] {
  const containers = [at(spec, 'containers'), at(spec, 'initContainers')].flatMap((list) => (isArray(list) ? list : []));
  return containers.flatMap((container) => portsIn(at(container, 'ports'), 'containerPort'));
}

function portsIn(list: Json | undefined, field: string): readonly NamedPort[] {
  if (!isArray(list)) return [];
  return list.flatMap((each) => {
    const port = at(each, field);
    return typeof port === 'number' ? [{ name: textAt(each, 'name'), port }] : [];
  });
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = value;
  for (const key of path) found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function keysOf(value: Json | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function textMap(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
