import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
  JSONSchemaProps,
  SelectableField,
} from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { requireText } from '../checks.ts';
import { child, duplicate, eachItem, type FieldPath, invalid, type Report, required, tooMany } from '../field.ts';
import { byteLength } from '../names.ts';
import { findField } from './json-path.ts';

const LONGEST_WARNING = 256;
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];
const MOST_SELECTABLE = 8;

/** validateDeprecationWarning. */
export function validateDeprecation(report: Report, path: FieldPath, version: CustomResourceDefinitionVersion): void {
  const { deprecated = false, deprecationWarning: text } = version;
  if (text === undefined) return;
  const place = child(path, 'deprecationWarning');
  const refuse = (detail: string) =>
    invalid(report, place, text, detail, message('verdict.crd.deprecationWarning', { limit: LONGEST_WARNING }));
  if (!deprecated) {
    invalid(report, place, text, 'can only be set for deprecated versions', message('verdict.onlyWith', { condition: 'deprecated: true' }));
    return;
  }
  if (byteLength(text) > LONGEST_WARNING) refuse('must be <= 256 characters long');
  if (text === '') refuse('must not be an empty string');
  const bad = [...text].findIndex((char) => char !== ' ' && /[\p{C}\p{Z}]/u.test(char));
  if (bad >= 0) refuse(`must only contain printable UTF-8 characters; non-printable character found at index ${bad}`);
}

/** ValidateCustomResourceColumnDefinition. */
export function validateColumns(report: Report, path: FieldPath, columns: readonly CustomResourceColumnDefinition[]): void {
  eachItem(path, columns, ({ name, type = '', format = '', jsonPath = '' }, at) => {
    requireText(report, child(at, 'name'), name);
    const types = `must be one of ${COLUMN_TYPES.join(',')}`;
    if (type === '')
      required(report, child(at, 'type'), types, message('verdict.notSupported', { value: '', allowed: COLUMN_TYPES.join(', ') }));
    else if (!COLUMN_TYPES.includes(type)) {
      invalid(report, child(at, 'type'), type, types, message('verdict.notSupported', { value: type, allowed: COLUMN_TYPES.join(', ') }));
    }
    if (format !== '' && !COLUMN_FORMATS.includes(format)) {
      const words = message('verdict.notSupported', { value: format, allowed: COLUMN_FORMATS.join(', ') });
      invalid(report, child(at, 'format'), format, `must be one of ${COLUMN_FORMATS.join(',')}`, words);
    }
    const place = { text: `${at.text}.JSONPath`, at: [...at.at, 'jsonPath'] };
    if (jsonPath === '') required(report, place);
    else validateSimplePath(report, place, jsonPath);
  });
}

function validateSimplePath(report: Report, path: FieldPath, written: string): boolean {
  if (written.startsWith('.')) return true;
  invalid(report, path, written, 'must be a simple json path starting with .', message('verdict.crd.jsonPath', { start: '.' }));
  return false;
}

/** ValidateCustomResourceDefinitionSubresources. */
export function validateSubresources(report: Report, path: FieldPath, { scale }: CustomResourceSubresources): void {
  if (scale === undefined) return;
  const validateOne = (
    field: 'specReplicasPath' | 'statusReplicasPath' | 'labelSelectorPath',
    starts: readonly string[],
    needed: boolean,
  ) => {
    const written = scale[field] ?? '';
    const place = child(path, 'scale', field);
    if (written === '') {
      if (needed) required(report, place);
    } else if (validateSimplePath(report, place, written) && !starts.some((start) => written.startsWith(start))) {
      const where = starts.length > 1 ? 'either .spec or .status' : (starts[0] ?? '').slice(0, -1);
      invalid(
        report,
        place,
        written,
        `should be a json path under ${where}`,
        message('verdict.crd.jsonPath', { start: starts.join(', ') }),
      );
    }
  };
  validateOne('specReplicasPath', ['.spec.'], true);
  validateOne('statusReplicasPath', ['.status.'], true);
  validateOne('labelSelectorPath', ['.spec.', '.status.'], false);
}

/** ValidateCustomResourceSelectableFields. */
export function validateSelectableFields(
  report: Report,
  path: FieldPath,
  fields: readonly SelectableField[],
  schema: JSONSchemaProps,
): void {
  const unique = new Set<string>();
  eachItem(path, fields, ({ jsonPath = '' }, at) => {
    const place = child(at, 'jsonPath');
    const refuse = (detail: string) => invalid(report, place, jsonPath, detail, message('verdict.crd.selectable'));
    if (jsonPath === '') {
      required(report, place);
      return;
    }
    const found = findField(jsonPath, schema, false);
    if (typeof found === 'string') {
      refuse(`is an invalid path: ${found}`);
      return;
    }
    if (found.names[0] === 'metadata') refuse('must not point to fields in metadata');
    if (!['string', 'boolean', 'integer'].includes(found.schema.type ?? '')) {
      refuse('must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.');
    }
    const name = found.names.join('.');
    if (unique.has(name)) duplicate(report, place, jsonPath);
    unique.add(name);
  });
  if (unique.size > MOST_SELECTABLE) tooMany(report, path, unique.size, MOST_SELECTABLE);
}
