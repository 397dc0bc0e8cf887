import type { MessageKey } from '../../text/text.ts';
import { message } from '../../text/text.ts';
import { type Compiled, compile } from '../cel/compile.ts';
import { createEnvironment, type Environment } from '../cel/environment.ts';
import { formatType, isExactly, listOf, mapOf, STRING, struct, type Type } from '../cel/type.ts';
import { type FieldPath, invalid, type Report } from '../field.ts';

interface Scope {
  readonly hasParams: boolean;
  readonly hasAuthorizer?: boolean;
  readonly hasPatchTypes?: boolean;
  /** Types of the variables that a policy defines, by name. */
  readonly variables?: Readonly<Record<string, Type>>;
}

/**
 * What an expression of a policy or of a webhook's condition may name.
 *
 * Mirrors staging/src/k8s.io/apiserver/pkg/admission/plugin/cel/compile.go mustBuildEnvs.
 */
export function admissionScope({ hasParams, hasAuthorizer = true, hasPatchTypes = false, variables }: Scope): Environment {
  const known: Record<string, Type> = {
    object: DYN,
    oldObject: DYN,
    namespaceObject: struct('kubernetes.Namespace'),
    request: struct('kubernetes.AdmissionRequest'),
    ...(hasParams ? { params: DYN } : {}),
    ...(variables === undefined ? {} : { variables: struct('kubernetes.variables') }),
  };
  if (hasAuthorizer) {
    known.authorizer = struct('kubernetes.authorization.Authorizer');
    known['authorizer.requestResource'] = struct('kubernetes.authorization.ResourceCheck');
  }
  return createEnvironment(
    known,
    { ...STRUCTS, ...(variables === undefined ? {} : { 'kubernetes.variables': variables }) },
    { hasPatchTypes },
  );
}

/** Reports an expression that does not compile, or not to one of `wanted` types (none: any will do). Gives its type. */
export function validateExpression(report: Report, path: FieldPath, text: string, scope: Environment, wanted: readonly Wanted[]): Type {
  const compiled = compile(text, scope);
  if ('problem' in compiled) {
    refuseExpression(report, path, text, compiled);
    return DYN;
  }
  const types = wanted.map((each): Type => (typeof each === 'string' ? { is: each } : each));
  if (types.length === 0 || types.some((type) => isExactly(type, compiled.type))) return compiled.type;
  const [want, got] = [types.map(formatType).join(', '), formatType(compiled.type)];
  const detail = types.length === 1 ? `must evaluate to ${want} but got ${got}` : `must evaluate to one of [${want}] but got ${got}`;
  invalid(report, path, text, detail, message('verdict.cel.type', { want, got }));
  return compiled.type;
}

export type Wanted = 'bool' | 'string' | 'null' | Type;

export function refuseExpression(
  report: Report,
  path: FieldPath,
  text: string,
  { problem, at }: Extract<Compiled, { readonly problem: string }>,
): void {
  const before = text.slice(0, at).split('\n');
  const [line, column] = [before.length, (before.at(-1) ?? '').length + 1];
  const key: MessageKey = 'verdict.cel.compile';
  invalid(report, path, text, `compilation failed: ERROR: <input>:${line}:${column}: ${problem}`, message(key, { problem, line, column }));
}

const DYN: Type = { is: 'dyn' };
const BOOL: Type = { is: 'bool' };
const TIME: Type = { is: 'timestamp' };
const STRINGS = listOf(STRING);
const RESOURCE = { group: STRING, version: STRING, resource: STRING };
const KIND = { group: STRING, version: STRING, kind: STRING };

/** BuildRequestType and BuildNamespaceType. */
const STRUCTS: Readonly<Record<string, Readonly<Record<string, Type>>>> = {
  'kubernetes.GroupVersionKind': KIND,
  'kubernetes.GroupVersionResource': RESOURCE,
  'kubernetes.UserInfo': { username: STRING, uid: STRING, groups: STRINGS, extra: mapOf(STRING, STRINGS) },
  'kubernetes.AdmissionRequest': {
    kind: struct('kubernetes.GroupVersionKind'),
    resource: struct('kubernetes.GroupVersionResource'),
    subResource: STRING,
    requestKind: struct('kubernetes.GroupVersionKind'),
    requestResource: struct('kubernetes.GroupVersionResource'),
    requestSubResource: STRING,
    name: STRING,
    namespace: STRING,
    operation: STRING,
    userInfo: struct('kubernetes.UserInfo'),
    dryRun: BOOL,
    options: DYN,
  },
  'kubernetes.NamespaceSpec': { finalizers: STRINGS },
  'kubernetes.NamespaceCondition': { status: STRING, type: STRING, lastTransitionTime: TIME, message: STRING, reason: STRING },
  'kubernetes.NamespaceStatus': { conditions: listOf(struct('kubernetes.NamespaceCondition')), phase: STRING },
  'kubernetes.NamespaceMetadata': {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: mapOf(STRING, STRING),
    annotations: mapOf(STRING, STRING),
    UID: STRING,
    creationTimestamp: TIME,
    deletionGracePeriodSeconds: { is: 'int' },
    deletionTimestamp: TIME,
    generation: { is: 'int' },
    resourceVersion: STRING,
    finalizers: STRINGS,
  },
  'kubernetes.Namespace': {
    metadata: struct('kubernetes.NamespaceMetadata'),
    spec: struct('kubernetes.NamespaceSpec'),
    status: struct('kubernetes.NamespaceStatus'),
  },
};
