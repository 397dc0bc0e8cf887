import { isObject, type JsonObject, type Path, valueAt } from '../base/json.ts';
import type { TypedPlace } from '../kube/field-type.ts';
import { localDefinitionAt } from '../kube/local-names.ts';
import type { Definition } from '../kube/reference-index.ts';
import { type Reference, referenceAt } from '../kube/references.ts';
import type { Resource } from '../kube/resource.ts';
import { podsSelectedBy, selectorAround } from '../kube/selected-pods.ts';
import { definitionsOfKind, type LocatedDefinition } from '../kube/snapshot.ts';
import { type Language, message, say } from '../text/text.ts';
import type { HoverRequest } from './hover.ts';
import { excerptOf, fenced, summaryOf } from './summary.ts';

/** The object, the key, the volume or the pods that a value names, with what matters of them. */
export function explainReference(request: HoverRequest, resource: Resource, path: Path, typed: TypedPlace): string | undefined {
  const { value } = resource;
  const reference = referenceAt(value, path, typed);
  if (reference !== undefined) return explainObject(request, reference);
  const local = localDefinitionAt(value, path, typed);
  if (local !== undefined) return excerptOf(valueAt(value, local.item));
  const selector = selectorAround(value, path);
  return selector && explainSelected(request, resource, valueAt(value, selector));
}

function explainObject({ snapshot, uri, language }: HoverRequest, reference: Reference): string | undefined {
  const { kind, name, namespace, key } = reference;
  const found = definitionsOfKind(snapshot, kind, namespace, uri).filter(({ definition }) => definition.name === name);
  const [nearest] = found;
  if (nearest === undefined) return undefined;
  const title = defines(nearest, language);
  const object = valueAt(nearest.definition.document.value, nearest.definition.at);
  if (!isObject(object)) return title;
  return `${title}\n\n${key === undefined ? summaryOf(object, kind) : keyText(object, kind, key)}`;
}

/** A key of a ConfigMap with what it holds; of a Secret only its name. */
function keyText(object: JsonObject, kind: string, key: string): string {
  const held = valueAt(object, ['data', key]);
  if (kind === 'Secret' || typeof held !== 'string') return `\`${key}\``;
  return fenced(held.length > LONGEST_SHOWN ? [`${held.slice(0, LONGEST_SHOWN)}…`] : held.trimEnd().split('\n'), 'text');
}

const LONGEST_SHOWN = 600;

function defines({ uri, definition }: LocatedDefinition, language: Language): string {
  const file = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  return say(language, message('editor.hover.defines', { kind: definition.kind, name: definition.name, file }));
}

function explainSelected(request: HoverRequest, { namespace }: Resource, labels: unknown): string | undefined {
  if (!isObject(labels)) return undefined;
  const found = podsSelectedBy(request.snapshot, labels, namespace).map(({ definition }) => nameOf(definition));
  const [first] = found;
  if (first === undefined) return say(request.language, message('editor.hover.selectsNone'));
  return say(request.language, message('editor.hover.selects', { names: [...new Set(found)].join(', ') }));
}

function nameOf({ kind, name }: Definition): string {
  return `\`${kind}/${name}\``;
}
