import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { Taint } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { child, type FieldPath, index, invalid, key, type Report, ROOT, required } from '../field.ts';
import { validateTaints } from './taints.ts';

const ANNOTATIONS = child(ROOT, 'metadata', 'annotations');
const TAINTS = 'scheduler.alpha.kubernetes.io/taints';
const AVOIDED_PODS = 'scheduler.alpha.kubernetes.io/preferAvoidPods';

/** ValidateNodeSpecificAnnotations (pkg/apis/core/validation/validation.go): two annotations that hold JSON. */
export function validateNodeAnnotations(report: Report, annotations: Readonly<Record<string, string>>): void {
  const [taints = '', avoided = ''] = [annotations[TAINTS], annotations[AVOIDED_PODS]];
  if (taints !== '') {
    const list = parseTaints(taints);
    const place = key(ANNOTATIONS, TAINTS);
    if (list === undefined) refuse(report, { text: ANNOTATIONS.text, at: place.at }, TAINTS);
    else validateTaints(report, { text: `${ANNOTATIONS.text}.${TAINTS}`, at: place.at }, list);
  }
  if (avoided === '') return;
  const pods = parseAvoided(avoided);
  const at = [...ANNOTATIONS.at, AVOIDED_PODS];
  if (pods === undefined) refuse(report, { text: `${ANNOTATIONS.text}.AvoidPods`, at }, AVOIDED_PODS);
  else {
    pods.forEach((pod, position) => {
      validateAvoided(report, { text: index({ text: `${ANNOTATIONS.text}.${AVOIDED_PODS}`, at }, position).text, at }, pod);
    });
  }
}

function refuse(report: Report, path: FieldPath, name: string): void {
  invalid(report, path, name, 'invalid JSON', message('verdict.node.annotation', { name }));
}

/** validatePreferAvoidPodsEntry. */
function validateAvoided(report: Report, path: FieldPath, pod: JsonObject): void {
  const signature = isObject(pod.podSignature) ? pod.podSignature : {};
  const place = { text: `${path.text}.PodSignature`, at: path.at };
  if (!isObject(signature.podController)) required(report, place);
  else if (signature.podController.controller === false) {
    const words = message('verdict.node.avoidedController');
    invalid(report, { text: `${place.text}.PodController.Controller`, at: path.at }, false, 'must point to a controller', words);
  }
}

function parseAvoided(text: string): readonly JsonObject[] | undefined {
  const value = parse(text);
  if (value === null) return [];
  if (value === undefined || !isObject(value)) return undefined;
  return listOf(value.preferAvoidPods ?? null);
}

function parseTaints(text: string): readonly Taint[] | undefined {
  const parsed = parse(text);
  const list = parsed === undefined ? undefined : listOf(parsed);
  const fields = ['key', 'value', 'effect'] as const;
  if (list === undefined || list.some((each) => fields.some((field) => typeof (each[field] ?? '') !== 'string'))) return undefined;
  return list.map(({ key = '', value = '', effect = '' }) => ({ key: `${key}`, value: `${value}`, effect: `${effect}` }));
}

function listOf(value: Json): readonly JsonObject[] | undefined {
  if (value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const objects = value.map((each) => each ?? {}).filter(isObject);
  return objects.length === value.length ? objects : undefined;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // the caller says that it is no JSON
  }
}
