/** A rule that throws is told of once, and harms no other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRuleChooser, findByRules } from '../../server/src/core/features/diagnose-rules.ts';
import { resourcesOf } from '../../server/src/core/kube/resource.ts';
import { EMPTY_SNAPSHOT } from '../../server/src/core/kube/snapshot.ts';
import { found, type Rule } from '../../server/src/core/rules/rule.ts';
import { message } from '../../server/src/core/text/text.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalog } from '../support/workspace.ts';

const sound = (id: string): Rule => ({
  id,
  severity: 'info',
  scope: 'object',
  kinds: 'built-in',
  check: (resource) => [found(resource, ['kind'], message('rules.privileged'))],
});
const broken: Rule = {
  ...sound('broken'),
  check: () => {
    throw new Error('no such thing');
  },
};
const document = parseDocument('apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: web}]}\n');

function foundBy(rules: readonly Rule[], told: string[], times: number): readonly string[] {
  const choose = createRuleChooser((rule, thrown) => told.push(`${rule}: ${String(thrown)}`), rules);
  const setting = { catalog, snapshot: EMPTY_SNAPSHOT, uri: 'file:///web.yaml' };
  return Array.from({ length: times }).flatMap(() =>
    resourcesOf(document, catalog).flatMap((resource) => findByRules(resource, setting, choose().object).map(({ rule }) => rule)),
  );
}

test('the rules before and behind it find what they find', () => {
  const told: string[] = [];
  assert.deepEqual(foundBy([sound('one'), broken, sound('two')], told, 1), ['one', 'two']);
});

test('it is told of once, not with every keystroke', () => {
  const told: string[] = [];
  foundBy([broken, { ...broken, id: 'other' }], told, 3);
  assert.deepEqual(told, ['broken: Error: no such thing', 'other: Error: no such thing']);
});

test('a rule that settings turn off is not asked, one that they name is', () => {
  const told: string[] = [];
  const asked: string[] = [];
  const asking = (id: string, severity: Rule['severity']): Rule => ({
    ...sound(id),
    severity,
    check: () => {
      asked.push(id);
      return [];
    },
  });
  const choose = createRuleChooser(
    (rule) => told.push(rule),
    [asking('on', 'info'), asking('off', 'off'), asking('named', 'off'), asking('silent', 'info')],
  );
  const setting = { catalog, snapshot: EMPTY_SNAPSHOT, uri: 'file:///web.yaml' };
  for (const resource of resourcesOf(document, catalog)) findByRules(resource, setting, choose({ named: 'hint', silent: 'off' }).object);
  assert.deepEqual(asked, ['on', 'named']);
});
