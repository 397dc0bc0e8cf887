import { type Checked, failed, HELD, invalid, NOTHING, sum } from './checked.ts';
import { nameless, type Place } from './custom-error.ts';
import type { ValueSchema } from './value-schema.ts';

const INT32_END = 2 ** 31;

/**
 * Whether a number fits a schema: the range of its type and format, its bounds, its factor. Bounds and factors of an integer are cut to
 * integers, so that one below 1 divides nothing.
 *
 * Mirrors numberValidator of k8s.io/kube-openapi/pkg/validation/validate/validator.go.
 */
export function checkNumber(value: number | bigint, schema: ValueSchema, place: Place): Checked {
  const { minimum, maximum, multipleOf } = schema;
  const isInteger = typeof value === 'bigint' ? isInt64(value) : Number.isSafeInteger(value);
  const cut = (limit: number): number => (isInteger ? Math.trunc(limit) : limit);
  const checks = [HELD, checkRange(value, schema, place, 'Checked')];
  if (multipleOf !== undefined) {
    checks.push(checkRange(multipleOf, schema, place, 'MultipleOf'), checkFactor(value, cut(multipleOf), place));
  }
  if (minimum !== undefined) {
    checks.push(checkRange(minimum.limit, schema, place, 'Minimum boundary'));
    const least = cut(minimum.limit);
    const isBelow = minimum.exclusive ? value <= least : value < least;
    if (isBelow) checks.push(invalid(place, value, `should be greater than ${minimum.exclusive ? '' : 'or equal to '}${least}`));
  }
  if (maximum !== undefined) {
    checks.push(checkRange(maximum.limit, schema, place, 'Maximum boundary'));
    const most = cut(maximum.limit);
    const isAbove = maximum.exclusive ? value >= most : value > most;
    if (isAbove) checks.push(invalid(place, value, `should be less than ${maximum.exclusive ? '' : 'or equal to '}${most}`));
  }
  return sum(checks);
}

export function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

function checkRange(value: number | bigint, { types, format }: ValueSchema, place: Place, what: string): Checked {
  const [type] = types;
  if (types.length !== 1 || (type !== 'integer' && type !== 'number') || isInRange(value, type, format?.name)) return NOTHING;
  const detail = `${what} value must be of type ${type} ${format === undefined ? '(default format)' : `with format ${format.name}`} in ${place.path}`;
  return failed({ class: 'invalid value', ...nameless(place), detail, value });
}

function isInRange(value: number | bigint, type: 'integer' | 'number', format: string | undefined): boolean {
  if (type === 'number') return format !== 'float' || Number.isFinite(Math.fround(Number(value)));
  if (typeof value === 'number' && !Number.isInteger(value)) return false;
  if (format === 'int32') return value >= -INT32_END && value < INT32_END;
  return isInt64(BigInt(value));
}

function checkFactor(value: number | bigint, factor: number, place: Place): Checked {
  if (factor <= 0) {
    const detail = `factor MultipleOf declared for ${place.path} must be positive: ${factor}`;
    return failed({ class: 'invalid value', ...place, detail, value });
  }
  const isMultiple =
    typeof value === 'bigint'
      ? value % BigInt(Math.trunc(factor)) === 0n
      : isNearlyInteger(factor < 1 ? (1 / factor) * value : value / factor);
  return isMultiple ? NOTHING : invalid(place, value, `should be a multiple of ${factor}`);
}

const TOLERANCE = 1e-9;

/** Fractions of numbers are seldom exact: a hair above an integer will do. */
function isNearlyInteger(value: number): boolean {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  const whole = Math.trunc(value);
  return value === whole || (value > 0 && (value - whole) / (value + whole) < TOLERANCE);
}
