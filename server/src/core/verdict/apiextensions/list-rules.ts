import type { JSONSchemaProps } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { repeatedPositions } from '../checks.ts';
import { child, type FieldPath, forbidden, invalid, type Report, required } from '../field.ts';
import { defaultOf, hasItemList, itemsOf, propertyPath } from './schema.ts';

const KEYS = 'x-kubernetes-list-map-keys';
const TYPE = 'x-kubernetes-list-type';

/** Lists that are sets or maps: what their items have to be, so that one can be told from another. */
export function listRules(report: Report, path: FieldPath, schema: JSONSchemaProps): void {
  const kind = schema[TYPE];
  const keys = schema[KEYS] ?? [];
  if (keys.length > 0 && kind !== 'map') {
    const detail = 'must be map if x-kubernetes-list-map-keys is non-empty';
    const words = message('verdict.crd.listMap');
    if (kind === undefined) required(report, child(path, TYPE), detail, words);
    else invalid(report, child(path, TYPE), kind, detail, words);
  }
  if (kind === 'set' && schema.type === 'array') validateSet(report, path, itemsOf(schema));
  if (kind === 'map') validateMap(report, path, schema, keys);
  if (kind === 'set' || kind === 'map') validateKeyed(report, path, schema, kind, keys);
}

function validateSet(report: Report, path: FieldPath, items: JSONSchemaProps | undefined): void {
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const refuse = (field: string) => invalid(report, child(path, 'items', field), undefined, detail, message('verdict.crd.setItems'));
  if (items?.type === 'array' && (items[TYPE] ?? 'atomic') !== 'atomic') refuse(TYPE);
  if (items?.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') refuse('x-kubernetes-map-type');
}

function validateMap(report: Report, path: FieldPath, schema: JSONSchemaProps, keys: readonly string[]): void {
  const items = itemsOf(schema);
  if (keys.length === 0)
    required(report, child(path, KEYS), 'must not be empty if x-kubernetes-list-type is map', message('verdict.crd.listMap'));
  if (items === undefined && !hasItemList(schema)) {
    required(report, child(path, 'items'), 'must have a schema if x-kubernetes-list-type is map');
  }
  if (hasItemList(schema)) {
    const detail = 'must only have a single schema if x-kubernetes-list-type is map';
    invalid(report, child(path, 'items'), undefined, detail, message('verdict.crd.oneItemSchema'));
  }
  if (items === undefined) return;
  if (items.type !== 'object') {
    const detail = "must be object if parent array's x-kubernetes-list-type is map";
    invalid(report, child(path, 'items', 'type'), items.type ?? '', detail, message('verdict.crd.typeObject'));
    return;
  }
  for (const name of keys) {
    const property = items.properties?.[name];
    if (property === undefined) {
      invalid(
        report,
        child(path, KEYS),
        [...keys],
        'entries must all be names of item properties',
        message('verdict.crd.keyProperty', { name }),
      );
    } else if (property.type === 'array' || property.type === 'object') {
      const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      invalid(report, child(propertyPath(child(path, 'items'), name), 'type'), property.type, detail, message('verdict.crd.keyScalar'));
    }
  }
  if (repeatedPositions(keys, (name) => name).length > 0) {
    invalid(report, child(path, KEYS), [...keys], 'must not contain duplicate entries', message('verdict.duplicate'));
  }
}

/** validateMapListKeysMapSet. */
function validateKeyed(report: Report, path: FieldPath, schema: JSONSchemaProps, kind: string, keys: readonly string[]): void {
  const items = itemsOf(schema);
  if (items === undefined) return;
  const place = child(path, 'items');
  const words = message('verdict.crd.keyNullable');
  if (items.nullable === true) {
    forbidden(report, child(place, 'nullable'), `cannot be nullable when x-kubernetes-list-type is ${kind}`, words);
  }
  if (kind !== 'map') return;
  for (const name of keys) {
    const property = items.properties?.[name];
    if (property === undefined) continue;
    const at = propertyPath(place, name);
    if (!(items.required ?? []).includes(name) && defaultOf(property) === undefined) {
      const detail = 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
      required(report, child(at, 'default'), detail, message('verdict.crd.keyDefault'));
    }
    if (property.nullable === true) {
      forbidden(report, child(at, 'nullable'), 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable', words);
    }
  }
}
