/** Which names and values are taken for secrets: a false alarm here teaches people to turn the rule off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { service } from '../support/workspace.ts';

function isFound(name: string, value: string): boolean {
  const container = { name: 'web', image: 'registry.example.net/web:1.4', env: [{ name, value }] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container] } };
  const file = createFile(JSON.stringify(pod));
  return file.documents.some(({ document }) => service.findAll(document, '1.36').some(({ rule }) => rule === 'env-secret'));
}

test('names that end in what is secret are found', () => {
  for (const name of [
    'PASSWORD',
    'DB_PASSWORD',
    'dbPassword',
    'API_KEY',
    'APIKEY',
    'GITHUB-TOKEN',
    'aws_secret_access_key',
    'CLIENT_SECRET',
  ]) {
    assert.ok(isFound(name, 'correct-horse'), name);
  }
});

test('names of files, addresses and limits, and values that are no secrets, are not', () => {
  for (const name of ['PASSWORD_FILE', 'TOKEN_URL', 'SECRET_NAME', 'MAX_TOKENS', 'MONKEY', 'PUBLIC_KEY', 'PASSWORD_MIN_LENGTH']) {
    assert.ok(!isFound(name, 'correct-horse'), name);
  }
  for (const value of ['', 'yes', 'false', '/run/secrets/db', '$(DB_PASSWORD)']) assert.ok(!isFound('DB_PASSWORD', value), value);
});
