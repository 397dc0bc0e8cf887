/** One or more real mistakes of every class a fix is promised for: after the preferred fixes the text is what its author meant, to the letter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../server/src/core/verdict/judge.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { takePreferred } from '../support/mend.ts';
import { catalog } from '../support/workspace.ts';
import { MISTAKES } from './mistakes.ts';

for (const { name, written, meant } of MISTAKES) {
  test(name, () => {
    assert.notEqual(written, meant);
    const after = takePreferred(written);
    assert.equal(after, meant);
    assert.deepEqual(judge(parseDocument(after), catalog).errors, []);
  });
}
