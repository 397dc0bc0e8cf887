import type { Finding } from '../rules/finding.ts';

/** Of a patch what holds for any part of an object: how it is written, and fields and values that its kind does not have. */
export function gently(findings: readonly Finding[]): readonly Finding[] {
  const known = gentle.get(findings);
  if (known !== undefined) return known;
  const kept = findings.filter(({ class: errorClass, at }) => {
    const isDirective = String(at.at(-1)).startsWith('$');
    return errorClass !== undefined && OF_ANY_PART.has(errorClass) && !isDirective;
  });
  gentle.set(findings, kept);
  return kept;
}

/** The same array for the same array: reports compare them. */
const gentle = new WeakMap<readonly Finding[], readonly Finding[]>();

const OF_ANY_PART: ReadonlySet<string> = new Set([
  'unknown field',
  'duplicate field',
  'type error',
  'no such kind',
  'yaml syntax',
] satisfies readonly Finding['class'][]);
