import type { JSONSchemaProps } from '../../generated/api.ts';
import { additionalOf } from './schema.ts';

export interface FoundField {
  readonly schema: JSONSchemaProps;
  /** Names on the way. */
  readonly names: readonly string[];
}

/** Follows `.a.b['c']` through a schema; a text says why it leads nowhere (ValidFieldPath, staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go). */
export function findField(path: string, root: JSONSchemaProps, allowsBrackets: boolean): FoundField | string {
  const names: string[] = [];
  let schema: JSONSchemaProps | undefined = root;
  let rest = path;
  while (rest !== '') {
    const step = STEP.exec(rest);
    if (step === null) return `expected [ or . but got: ${rest}`;
    const [whole, plain, quoted] = step;
    if (quoted !== undefined && !allowsBrackets) return 'array notation is not allowed';
    const name = plain ?? (quoted ?? '').replace(/\\(.)/g, '$1');
    if (schema.properties !== undefined) schema = schema.properties[name];
    else schema = additionalOf(schema);
    if (schema === undefined) return 'does not refer to a valid field';
    names.push(name);
    rest = rest.slice(whole.length);
  }
  return { schema, names };
}

export function fieldPathProblem(path: string, root: JSONSchemaProps, allowsBrackets: boolean): string | undefined {
  const found = findField(path, root, allowsBrackets);
  return typeof found === 'string' ? found : undefined;
}

const STEP = /^(?:\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\])/;
