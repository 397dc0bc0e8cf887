/** The README's table of rules is made from their pages: whoever changes one runs `npm run gen`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { withRuleIndex } from '../../server/src/tools/gen-rule-index.ts';
import { readRules } from '../../server/src/tools/gen-rules.ts';
import { ROOT } from './sources.ts';

test('the table of rules in the README is current', () => {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  assert.ok(readme === withRuleIndex(readme, readRules()), 'run `npm run gen` and commit README.md');
});
