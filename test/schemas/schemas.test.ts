import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readOverlay } from '../../schemas/overlay.ts';
import { fetchTarball } from '../../schemas/tarball.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../../server/src/core/kube/catalog.ts';
import { openCatalogs } from '../../server/src/lsp/catalog-files.ts';

const catalogOf = openCatalogs(path.resolve(import.meta.dirname, '../../dist'));

test('every version has the kinds that it had', () => {
  const counts = Object.fromEntries(KUBERNETES_VERSIONS.map((version) => [version, catalogOf(version).kinds.length]));
  assert.deepEqual(counts, { '1.32': 79, '1.33': 87, '1.34': 89, '1.35': 89, '1.36': 94 });
});

test('every reference leads to a type', () => {
  for (const version of KUBERNETES_VERSIONS) {
    const catalog = catalogOf(version);
    const lost: string[] = [];
    const seen = new Set<string>();
    const waiting = catalog.kinds.map(({ type }) => type);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const type = catalog.type(name);
      if (type === undefined) lost.push(name);
      for (const field of type?.fields.values() ?? []) {
        let inner = field.type;
        while (inner.is === 'list' || inner.is === 'map') inner = inner.of;
        if (inner.is === 'object') waiting.push(inner.type);
      }
    }
    assert.deepEqual(lost, [], version);
  }
});

test('every fact of the overlay has its place in some version', () => {
  const overlay = readOverlay();
  const exists = (id: string): boolean => {
    const at = id.lastIndexOf('.');
    return KUBERNETES_VERSIONS.some((version) =>
      catalogOf(version)
        .type(id.slice(0, at))
        ?.fields.has(id.slice(at + 1)),
    );
  };
  const ids = [
    ...Object.keys(overlay.listKeys),
    ...overlay.sets,
    ...overlay.quantities,
    ...Object.keys(overlay.defaults),
    ...Object.keys(overlay.values),
  ];
  assert.deepEqual(
    ids.filter((id) => !exists(id)),
    [],
  );
});

test('the keys of a list are fields of its items', () => {
  const overlay = readOverlay();
  for (const [id, keys] of Object.entries(overlay.listKeys)) {
    const at = id.lastIndexOf('.');
    const catalog = KUBERNETES_VERSIONS.map((version) => catalogOf(version)).findLast((each) =>
      each.type(id.slice(0, at))?.fields.has(id.slice(at + 1)),
    );
    const type = catalog?.type(id.slice(0, at))?.fields.get(id.slice(at + 1))?.type;
    const item = type?.is === 'list' && type.of.is === 'object' ? catalog?.type(type.of.type) : undefined;
    assert.ok(
      keys.every((key) => item?.fields.has(key)),
      id,
    );
  }
});

test('a tarball that is not what sources.json expects stops the build', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'kijabi-schemas-'));
  writeFileSync(path.join(dir, 'kubernetes-client-node-9.9.9.tgz'), 'not what was expected');
  const source = { name: '@kubernetes/client-node', version: '9.9.9', kubernetes: '1.36', integrity: 'sha512-AAAA' };
  assert.throws(() => fetchTarball(source, dir), /expects sha512-AAAA/);
});

test('fields know since when they exist, and texts are there when asked for', () => {
  const field = (version: KubernetesVersion, type: string, name: string): unknown => catalogOf(version).type(type)?.fields.get(name);
  assert.equal(field('1.33', 'core.v1.PodSpec', 'hostnameOverride'), undefined);
  assert.ok(JSON.stringify(field('1.36', 'core.v1.PodSpec', 'hostnameOverride')).includes('"since":"1.34"'));
  assert.match(catalogOf('1.36').describe('core.v1.Container', 'readinessProbe') ?? '', /readiness/);
});

test('the generated types are those of the newest version', () => {
  const api = readFileSync(path.resolve(import.meta.dirname, '../../server/src/core/generated/api.ts'), 'utf8');
  assert.match(api, /export interface Pod \{/);
  assert.match(api, /readonly requests\?: Readonly<Record<string, Quantity>>/);
});
