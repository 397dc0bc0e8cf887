import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { simulate } from '../../server/src/core/sim/simulate.ts';
import { applyPatch, diff, idOf, isEqual, type MergePatch, stateAt } from '../../server/src/core/sim/trace.ts';
import { deployment, nodes } from './manifests.ts';

const plain = fc.letrec<{ value: unknown; object: MergePatch }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
})).object;

test('the patch between two objects leads from one to the other', () => {
  fc.assert(
    fc.property(plain, plain, (before, after) => {
      const patch = diff(before, after);
      assert.ok(isEqual(applyPatch(before, patch ?? {}), after));
      assert.equal(patch === undefined, isEqual(before, after));
    }),
  );
});

test('a patch takes no notice of keys that are undefined', () => {
  assert.equal(diff({ a: 1 }, { a: 1, b: undefined }), undefined);
  assert.deepEqual(diff({ a: { b: 1, c: 2 } }, { a: { b: 1 } }), { a: { c: null } });
});

test('the state at an instant is that of replaying all entries up to it', () => {
  const { trace } = simulate({ cluster: nodes(3), objects: [deployment('web', 'app:1', { replicas: 60 })], untilMs: 60_000 });
  assert.ok(trace.entries.length > 300, 'more than one checkpoint');
  for (const timeMs of [60_000, 0, 1000, 500, 2000]) {
    const state = new Map<string, unknown>();
    for (const { object, what, timeMs: at } of trace.entries) {
      if (at > timeMs) break;
      if (what.verb === 'create') state.set(idOf(object), what.after);
      if (what.verb === 'update') state.set(idOf(object), applyPatch(state.get(idOf(object)), what.patch));
      if (what.verb === 'delete') state.delete(idOf(object));
    }
    assert.deepEqual(stateAt(trace, timeMs), state);
  }
});
