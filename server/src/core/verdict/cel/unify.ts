import { DYN, isDynamic, isExactly, partsOf, type Type } from './type.ts';

/** What is known of type parameters so far, by name. Never changed in place. */
export type Bindings = ReadonlyMap<string, Type>;

export const NO_BINDINGS: Bindings = new Map();

/**
 * Whether values of the two types may meet; gives what that says of type parameters.
 *
 * Mirrors github.com/google/cel-go/checker/types.go isAssignable.
 */
export function assign(bindings: Bindings, to: Type, from: Type): Bindings | undefined {
  const trial = new Map(bindings);
  return canAssign(trial, to, from) ? trial : undefined;
}

export function assignAll(bindings: Bindings, to: readonly Type[], from: readonly Type[]): Bindings | undefined {
  const trial = new Map(bindings);
  return canAssignAll(trial, to, from) ? trial : undefined;
}

/** The type with what is known of its parameters put in; the unknown ones become dyn when `toDyn`. */
export function substitute(bindings: Bindings, type: Type, toDyn: boolean): Type {
  switch (type.is) {
    case 'parameter': {
      const known = bindings.get(type.name);
      if (known !== undefined) return substitute(bindings, known, toDyn);
      return toDyn ? DYN : type;
    }
    case 'list':
    case 'optional':
      return { is: type.is, of: substitute(bindings, type.of, toDyn) };
    case 'map':
      return { is: 'map', key: substitute(bindings, type.key, toDyn), value: substitute(bindings, type.value, toDyn) };
    case 'type':
      return type.of === undefined ? type : { is: 'type', of: substitute(bindings, type.of, toDyn) };
    default:
      return type;
  }
}

/** The less specific of two types that may meet. */
export function mostGeneral(left: Type, right: Type): Type {
  return isEqualOrLessSpecific(left, right) ? left : right;
}

type Trial = Map<string, Type>;

function canAssign(trial: Trial, left: Type, right: Type): boolean {
  if (right.is === 'parameter') {
    const { isValid, wasKnown } = bind(trial, left, right);
    if (isValid || wasKnown) return isValid;
  }
  if (left.is === 'parameter') return bind(trial, right, left).isValid;
  if (isFree(left) || isFree(right)) return true;
  if (left.is === 'null') return isNullable(right);
  if (right.is === 'null') return isNullable(left);
  switch (left.is) {
    case 'type':
      return right.is === 'type';
    case 'list':
    case 'map':
    case 'optional':
      return left.is === right.is && canAssignAll(trial, partsOf(left), partsOf(right));
    default:
      return isExactly(left, right);
  }
}

function canAssignAll(trial: Trial, left: readonly Type[], right: readonly Type[]): boolean {
  return left.length === right.length && left.every((type, at) => canAssign(trial, type, right[at] ?? DYN));
}

function isFree(type: Type): boolean {
  return type.is === 'error' || isDynamic(type);
}

function isNullable({ is }: Type): boolean {
  return is === 'null' || is === 'optional' || is === 'struct' || is === 'duration' || is === 'timestamp';
}

function bind(trial: Trial, type: Type, parameter: Type & { is: 'parameter' }): { readonly isValid: boolean; readonly wasKnown: boolean } {
  if (isExactly(type, parameter)) return { isValid: true, wasKnown: true };
  const known = trial.get(parameter.name);
  if (known !== undefined) {
    if (isExactly(type, known)) return { isValid: true, wasKnown: true };
    if (!canAssign(trial, type, known)) return { isValid: false, wasKnown: true };
    const general = mostGeneral(type, known);
    if (isNotWithin(trial, parameter, general)) trial.set(parameter.name, general);
    return { isValid: true, wasKnown: true };
  }
  if (!isNotWithin(trial, parameter, type)) return { isValid: false, wasKnown: false };
  trial.set(parameter.name, type);
  return { isValid: true, wasKnown: false };
}

function isNotWithin(trial: Bindings, parameter: Type, within: Type): boolean {
  if (isExactly(parameter, within)) return false;
  if (within.is === 'parameter') {
    const known = trial.get(within.name);
    return known === undefined || isNotWithin(trial, parameter, known);
  }
  return partsOf(within).every((part) => isNotWithin(trial, parameter, part));
}

function isEqualOrLessSpecific(left: Type, right: Type): boolean {
  if (isDynamic(left) || left.is === 'parameter') return true;
  if (isDynamic(right) || right.is === 'parameter' || left.is !== right.is) return false;
  if (left.is === 'type') return true;
  const [a, b] = [partsOf(left), partsOf(right)];
  if (a.length === 0) return isExactly(left, right);
  return a.every((part, at) => isEqualOrLessSpecific(part, b[at] ?? DYN));
}
