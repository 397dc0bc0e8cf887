import type { KindRules } from './context.ts';

/**
 * Every kind whose objects are judged, by `apiVersion/Kind`, one line each: what a version of Kubernetes does not serve never gets here,
 * and a served kind without a line is judged by its decoding alone.
 */
const RULES: Readonly<Record<string, KindRules<never>>> = {
  // (core)
  // apps, batch
};

export function rulesOf(apiVersion: string, kind: string): KindRules<never> | undefined {
  const name = `${apiVersion}/${kind}`;
  return Object.hasOwn(RULES, name) ? RULES[name] : undefined;
}
