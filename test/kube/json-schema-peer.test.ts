import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../server/src/core/base/json.ts';
import { WHOLE } from '../../server/src/core/kube/custom-error.ts';
import { checkValue } from '../../server/src/core/kube/value-check.ts';
import { readValueSchema } from '../../server/src/core/kube/value-schema.ts';

const KEYS = ['a', 'b', 'c'] as const;

/** What JSON Schema and the schemas of CustomResourceDefinitions share; nulls and formats they read differently. */
const { schema } = fc.letrec<{ schema: JsonObject; object: JsonObject; list: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({ type: fc.constant('string'), minLength: fc.nat(2), maxLength: fc.nat(3) }, { requiredKeys: ['type'] }),
    fc.record({ type: fc.constant('string'), enum: fc.uniqueArray(fc.constantFrom('', 'x', 'xy'), { minLength: 1 }) }),
    fc.record(
      { type: fc.constant('integer'), minimum: fc.integer({ min: -2, max: 2 }), multipleOf: fc.constant(2) },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: fc.constant('boolean') }),
    tie('object'),
    tie('list'),
  ),
  object: fc.record(
    {
      type: fc.constant('object'),
      properties: fc.dictionary(fc.constantFrom(...KEYS), tie('schema'), { maxKeys: 3 }),
      required: fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1 }),
      minProperties: fc.nat(2),
      anyOf: fc.array(fc.record({ required: fc.tuple(fc.constantFrom(...KEYS)) }), { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ['type', 'properties'] },
  ),
  list: fc.record(
    { type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(2), maxItems: fc.nat(2) },
    { requiredKeys: ['type', 'items'] },
  ),
}));

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('', 'x', 'xy', 'xyz'),
    fc.integer({ min: -3, max: 3 }),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 3 }),
  ),
}));

test('where JSON Schema and the API server agree, our judge says what ajv says', () => {
  let accepted = 0;
  const ajv = new Ajv({ strict: false, allErrors: true, addUsedSchema: false });
  fc.assert(
    fc.property(schema, value, (given, what) => {
      const isValid = ajv.compile(given)(what);
      const { errors } = checkValue(what, readValueSchema(given, '1.36'), WHOLE);
      if (isValid) accepted++;
      assert.equal(errors.length === 0, isValid, `${JSON.stringify(given)} ${JSON.stringify(what)} ${JSON.stringify(errors)}`);
    }),
    { numRuns: 500, seed: 36 },
  );
  assert.ok(accepted > 30, `only ${accepted} values were accepted: the property says little`);
});
