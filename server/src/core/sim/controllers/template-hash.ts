import type { PodTemplateSpec } from '../../generated/api.ts';

/**
 * A name for a pod template: equal templates have equal hashes whatever the order of their keys. The letters are those of the real
 * pod-template-hash, the value is not (that one hashes Go's own print of the struct).
 *
 * @param collisions how often a name was already taken by another template
 */
export function hashTemplate(template: PodTemplateSpec | undefined, collisions: number): string {
  const hash = fnv1a(canonical(template) + (collisions === 0 ? '' : `#${collisions}`));
  return [...String(hash)].map((digit) => LETTERS[digit.charCodeAt(0) % LETTERS.length]).join('');
}

/** As `util/rand.SafeEncodeString`: no vowels, nothing that can be misread. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`)
    .join()}}`;
}
