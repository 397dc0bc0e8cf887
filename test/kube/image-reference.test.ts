/** The tag decides how images are pulled by default. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tagOf } from '../../server/src/core/kube/image-reference.ts';

test('an image without tag and digest has the tag latest', () => {
  for (const image of ['nginx', 'library/nginx', 'quay.io/a/b', 'localhost/x', 'registry:5000/a/b', 'nginx:latest']) {
    assert.equal(tagOf(image), 'latest', image);
  }
});

test('a tag or a digest is what it is', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  assert.equal(tagOf('nginx:1.27'), '1.27');
  assert.equal(tagOf('registry:5000/a/b:v1'), 'v1');
  assert.equal(tagOf(`nginx@${digest}`), '');
  assert.equal(tagOf(`nginx:1.27@${digest}`), '1.27');
});

test('what is no reference has no tag', () => {
  for (const image of ['', 'Nginx', 'a b', 'nginx:', 'a'.repeat(256), 'a/B', `nginx@sha256:${'a'.repeat(63)}`, 'f'.repeat(64)]) {
    assert.equal(tagOf(image), undefined, image);
  }
});
