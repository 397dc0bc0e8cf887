import type { JSONSchemaProps } from '../../generated/api.ts';
import type { FieldPath } from '../field.ts';
import { itemsOf } from './schema.ts';
import { sizeOfSchema } from './schema-sizes.ts';

/** What rules at one place of a schema depend on above it (CELSchemaContext, pkg/apis/apiextensions/validation/cel_validation.go). */
export interface RuleScope {
  /** There are rules here or above. */
  readonly hasRules: boolean;
  /** No type could be made for expressions, here or above. */
  readonly isUntyped: boolean;
  /** How many values of this schema an object can have; undefined without a limit. */
  readonly most: number | undefined;
  readonly total: TotalCost;
}

/** What all rules of a schema cost together. */
export interface TotalCost {
  cost: number;
  /** The dearest first; only those that count. */
  expensive: readonly { readonly path: FieldPath; readonly cost: number }[];
}

/** The limits of staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
export const MOST_COST = { expression: 10_000_000, schema: 100_000_000 } as const;
const SHOWN = 4;

export function rootScope(schema: JSONSchemaProps): RuleScope {
  const hasRules = rulesOf(schema).length > 0;
  return { hasRules, isUntyped: hasRules && sizeOfSchema(schema, true) === undefined, most: 1, total: { cost: 0, expensive: [] } };
}

/** The scope of a schema right below another. */
export function scopeBelow(scope: RuleScope, parent: JSONSchemaProps, schema: JSONSchemaProps): RuleScope {
  const { total } = scope;
  const hasRules = scope.hasRules || rulesOf(schema).length > 0;
  const isOddItem = scope.hasRules && parent.type !== 'array' && itemsOf(parent) === schema;
  const isUntyped = hasRules && (scope.isUntyped || isOddItem || sizeOfSchema(schema) === undefined);
  const times = timesBelow(parent);
  const most = scope.most === undefined || times === undefined ? undefined : scope.most * times;
  return { hasRules, isUntyped, most, total };
}

export function countCost(total: TotalCost, path: FieldPath, cost: number): void {
  total.cost += cost;
  if (cost < MOST_COST.schema / 100) return;
  total.expensive = [...total.expensive, { path, cost }].sort((left, right) => right.cost - left.cost).slice(0, SHOWN);
}

function rulesOf(schema: JSONSchemaProps): readonly unknown[] {
  return schema['x-kubernetes-validations'] ?? [];
}

/** extractMaxElements: how many values of the schemas below there are for one of this. */
function timesBelow({ type, additionalProperties, maxProperties, maxItems }: JSONSchemaProps): number | undefined {
  if (type === 'object' && additionalProperties !== undefined) return maxProperties === undefined ? undefined : Math.max(maxProperties, 0);
  if (type === 'array') return maxItems === undefined ? undefined : Math.max(maxItems, 0);
  return 1;
}
