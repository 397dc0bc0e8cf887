import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill } from '../../server/src/core/text/format.ts';

test('Korean particles follow the last sound of the value', () => {
  const of = (template: string, name: string): string => fill(template, { name });
  assert.equal(of('{name|을/를}', '서비스'), '서비스를');
  assert.equal(of('{name|을/를}', '볼륨'), '볼륨을');
  assert.equal(of('"{name}"{name||이/가}', 'web-1'), '"web-1"이');
  assert.equal(of('{name|으로/로}', '서울'), '서울로');
  assert.equal(of('{name|은/는}', 'image'), 'image는');
  assert.equal(of('{name|이/가}', 'metadata.name'), 'metadata.name이');
  assert.equal(of('{name|이/가}', 'spec.selector'), 'spec.selector가');
  assert.equal(of('{name|은/는}', 'StatefulSet'), 'StatefulSet은');
  assert.equal(of('{name|은/는}', 'Deployment'), 'Deployment는');
  assert.equal(of('{name|과/와}', 'spec.containers[0].image'), 'spec.containers[0].image와');
  assert.equal(of('{name|으로/로}', 'schedule'), 'schedule로');
});

test('a value that is not given leaves its place visible', () => {
  assert.equal(fill('{a} {b}', { a: 1 }), '1 {b}');
});
