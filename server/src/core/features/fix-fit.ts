import { isArray, isObject, type Json } from '../base/json.ts';
import type { Catalog, FieldType } from '../kube/catalog.ts';

/** Whether a value can be decoded as a type: its shape, the names of its fields and the kinds of its scalars. */
export function fits(value: Json | undefined, type: FieldType, catalog: Catalog): boolean {
  if (value === null || value === undefined) return true;
  switch (type.is) {
    case 'any':
      return true;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int32':
    case 'int64':
      return (typeof value === 'number' && Number.isInteger(value)) || typeof value === 'bigint';
    case 'double':
      return typeof value === 'number';
    case 'quantity':
    case 'intOrString':
      return typeof value === 'string' || typeof value === 'number';
    case 'string':
    case 'bytes':
    case 'time':
    case 'microTime':
      return typeof value === 'string';
    case 'list':
      return isArray(value) && value.every((item) => fits(item, type.of, catalog));
    case 'map':
      return isObject(value) && Object.values(value).every((each) => fits(each, type.of, catalog));
    case 'object': {
      const owner = catalog.type(type.type);
      if (owner === undefined || !isObject(value)) return false;
      return Object.entries(value).every(([key, each]) => {
        const field = owner.fields.get(key);
        return field === undefined ? owner.open : fits(each, field.type, catalog);
      });
    }
  }
}

/** A value that says by its own keys what it is: a map, or a list of maps, with something in it. */
export function isTelling(value: Json | undefined): boolean {
  const inner = isArray(value) ? value[0] : value;
  return isObject(inner) && Object.keys(inner).length > 0;
}
