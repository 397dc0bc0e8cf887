import type { JSONSchemaProps } from '../../generated/api.ts';
import { message } from '../../text/text.ts';
import { isClean } from '../checks.ts';
import type { Context } from '../context.ts';
import { child, createReport, type FieldPath, forbidden, invalid, type Report } from '../field.ts';
import { validateDefaults } from './defaults.ts';
import { validateTotalCost } from './expression-rules.ts';
import { rootScope } from './rule-scope.ts';
import { validateSchema } from './schema-rules.ts';
import { isConvertible, validateStructure } from './structure.ts';

/** What may stand at the root when the status is written apart; anything else would be lost for it. */
const ALLOWED_BESIDE_STATUS = new Set<string>([
  'description',
  'type',
  'format',
  'title',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'multipleOf',
  'required',
  'items',
  'properties',
  'externalDocs',
  'example',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-validations',
]);

/** validateCustomResourceDefinitionValidation. */
export function validateVersionSchema(
  report: Report,
  path: FieldPath,
  schema: JSONSchemaProps,
  hasStatus: boolean,
  context: Context,
): void {
  const own: Report = { ...createReport(), warnings: report.warnings };
  if (hasStatus) validateBesideStatus(own, path, schema);
  if (schema.nullable === true) {
    forbidden(own, child(path, 'nullable'), 'nullable cannot be true at the root', message('verdict.crd.notAtRoot'));
  }
  const canConvert = isConvertible(schema);
  const isStructural = canConvert && isClean(own, () => validateStructure(own, path, schema));
  const isSound = isStructural && isClean(own, () => validateDefaults(own, path, schema, context.version));
  const scope = isSound ? rootScope(schema) : undefined;
  validateSchema(own, path, schema, { isRoot: true, insideMeta: false, allowsDefaults: true, scope });
  if (!canConvert && own.errors.length === 0) {
    invalid(own, path, '', 'schema cannot be made structural', message('verdict.crd.notStructural'));
  }
  if (scope !== undefined) validateTotalCost(own, path, scope.total);
  report.errors.push(...own.errors);
}

function validateBesideStatus(report: Report, path: FieldPath, schema: JSONSchemaProps): void {
  for (const [name, value] of Object.entries(schema)) {
    if (value === undefined || value === '' || value === false || value === 0) continue;
    if (name === 'type' && schema.type !== 'object') {
      const detail = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
      invalid(report, child(path, 'type'), schema.type, detail, message('verdict.crd.typeObject'));
      return;
    }
    if (ALLOWED_BESIDE_STATUS.has(name)) continue;
    const detail = 'only some fields are allowed at the root of the schema if the status subresource is enabled';
    invalid(report, path, undefined, detail, message('verdict.crd.besideStatus', { name }));
    return;
  }
}
