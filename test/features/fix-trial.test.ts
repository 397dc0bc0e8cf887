/** A fix that is tried out: errors that it causes make it unsafe, errors that it only brings to light do not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnoseDocument } from '../../server/src/core/features/diagnose.ts';
import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { catalog } from '../support/workspace.ts';

/** Rule, path and whether the preferred fix may be taken unseen, of every error that has one. */
function errorsOf(text: string): readonly string[] {
  return diagnoseDocument(parseDocument(text), catalog).flatMap(({ rule, path, severity, fixes }) => {
    const fix = severity === 'error' ? fixes.find(({ preferred }) => preferred) : undefined;
    return fix === undefined ? [] : [`${rule} ${path} ${fix.safe ? 'safe' : 'unsafe'}`];
  });
}

const head = (kind: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: web}\n`;

test('a kind in the wrong case hides what stands in the object', () => {
  assert.deepEqual(errorsOf(`${head('configMap')}data: {SSH: false}\n`), ['unknown-kind kind safe']);
});

test('a kind in the wrong case, and what is wrong about its own place', () => {
  assert.deepEqual(errorsOf('apiVersion: V1\nkind: ConfigMap\ndata: {a: b}\n'), ['unknown-kind apiVersion safe']);
});

test('a value of the wrong type hides all validation elsewhere', () => {
  const text = `${head('Service')}spec:\n  type: nodePort\n  ports: [{port: "80"}]\n`;
  assert.deepEqual(errorsOf(text), ['wrong-type spec.ports[0].port safe']);
});

test('a value of the right type that another one has already is an error of the fix', () => {
  const text = `${head('Service')}spec:\n  ports: [{name: a, port: 80}, {name: b, port: "80"}]\n`;
  assert.deepEqual(errorsOf(text), ['wrong-type spec.ports[1].port unsafe']);
});

test('a value of the right type that makes another one wrong is an error of the fix', () => {
  const pod = (network: string): string =>
    `${head('Pod')}spec:\n  hostNetwork: ${network}\n  containers: [{name: a, image: "a:1", ports: [{containerPort: 80, hostPort: 8080}]}]\n`;
  assert.deepEqual(errorsOf(pod('"true"')), ['wrong-type spec.hostNetwork unsafe']);
  assert.deepEqual(errorsOf(pod('"false"')), ['wrong-type spec.hostNetwork safe']);
});

test('a value of the right type that is out of bounds is an error of the fix', () => {
  const text = `${head('Service')}spec:\n  ports: [{port: "808000"}]\n`;
  assert.deepEqual(errorsOf(text), ['wrong-type spec.ports[0].port unsafe']);
});

test('what is missing beside the mended value was missing before', () => {
  const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: "3"\n';
  assert.deepEqual(errorsOf(text), ['wrong-type spec.replicas safe']);
});
