import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { makeSchemas } from '../../schemas/build.ts';
import { isDeprecated, isServedByDefault, readOverlay } from '../../schemas/overlay.ts';
import { fetchTarball } from '../../schemas/tarball.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../../server/src/core/kube/catalog.ts';
import { openCatalogs } from '../../server/src/lsp/catalog-files.ts';

const catalogOf = openCatalogs(path.resolve(import.meta.dirname, '../../dist'));

/** Without 1.32's networking.k8s.io/v1alpha1, which the packages keep and the server had given up. */
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
    ...Object.values(overlay.valuesUntil).flatMap((older) => Object.keys(older)),
    ...Object.keys(overlay.openValues),
    ...overlay.deprecated,
    ...overlay.deprecationMentions,
    ...Object.keys(overlay.emptyObjects),
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

test('the same packages give the same bytes, and these are the ones in use', () => {
  const [once, again] = [makeSchemas(), makeSchemas()];
  assert.deepEqual(again, once);
  const dist = path.resolve(import.meta.dirname, '../../schemas/dist');
  for (const [name, text] of once.files) assert.equal(readFileSync(path.join(dist, name), 'utf8'), text, name);
});

test('a new kind, and a new word of deprecation, wait for a person', () => {
  const overlay = readOverlay();
  const kind = { group: 'apps', version: 'v1', kind: 'Kettle', plural: 'kettles', namespaced: true, type: 'apps.v1.Kettle' };
  assert.throws(() => isServedByDefault(kind, overlay), /apps\/v1\/Kettle is new/);
  assert.throws(() => isDeprecated('core.v1.PodSpec.containers', 'Deprecated: no.', overlay), /speaks of deprecation/);
  assert.equal(isDeprecated('networking.v1.IngressSpec.ingressClassName', 'The annotation is deprecated.', overlay), false);
});

test('what is classified is there, and what is served is GA', () => {
  const everyKind = KUBERNETES_VERSIONS.flatMap((version) => catalogOf(version).kinds);
  const known = new Set(everyKind.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`));
  assert.deepEqual(
    [...readOverlay().servedByKind.keys()].filter((id) => !known.has(id)),
    [],
  );
  for (const { apiVersion, version, servedByDefault } of everyKind) assert.equal(servedByDefault, /^v\d+$/.test(version), apiVersion);
});

test('a removed API is there up to its end and never after, and its replacement exists', () => {
  for (const { apiVersion, kind, removedIn, replacement } of readOverlay().retirements) {
    for (const [at, version] of KUBERNETES_VERSIONS.entries()) {
      if (removedIn === undefined || version < removedIn) continue;
      assert.equal(catalogOf(version).kind(apiVersion, kind), undefined, `${apiVersion} ${kind} in ${version}`);
      const before = KUBERNETES_VERSIONS[at - 1];
      if (version === removedIn && before !== undefined)
        assert.ok(catalogOf(before).kind(apiVersion, kind), `${apiVersion} ${kind} in ${before}`);
    }
    if (replacement === undefined) continue;
    assert.ok(catalogOf('1.36').kind(replacement.apiVersion, replacement.kind), `${replacement.apiVersion} ${replacement.kind}`);
  }
});

test('values differ where the versions do', () => {
  const values = (version: KubernetesVersion, type: string, name: string): unknown =>
    catalogOf(version).type(type)?.fields.get(name)?.values;
  assert.deepEqual(values('1.34', 'core.v1.Toleration', 'operator'), ['Equal', 'Exists']);
  assert.deepEqual(values('1.35', 'core.v1.Toleration', 'operator'), ['Exists', 'Equal', 'Lt', 'Gt']);
  assert.deepEqual(values('1.33', 'core.v1.ServiceSpec', 'trafficDistribution'), ['PreferClose']);
  assert.equal(catalogOf('1.36').type('core.v1.Secret')?.fields.get('type')?.otherValues, true);
});

test('the catalog knows what packages lack', () => {
  const typeOf = (type: string, field: string): unknown => catalogOf('1.36').type(type)?.fields.get(field)?.type;
  assert.deepEqual(typeOf('core.v1.ResourceRequirements', 'limits'), { is: 'map', of: { is: 'quantity' } });
  assert.deepEqual(typeOf('resource.v1.CapacityRequestPolicy', 'validValues'), { is: 'list', of: { is: 'quantity' } });
  assert.deepEqual(typeOf('core.v1.Secret', 'data'), { is: 'map', of: { is: 'bytes' } });
  assert.deepEqual(typeOf('core.v1.HTTPGetAction', 'port'), { is: 'intOrString' });
  assert.deepEqual(typeOf('coordination.v1.LeaseSpec', 'renewTime'), { is: 'microTime' });
  const status = typeOf('apiextensions.v1.CustomResourceSubresources', 'status');
  assert.deepEqual(status, { is: 'object', type: 'apiextensions.v1.CustomResourceSubresourceStatus' });
  assert.equal(catalogOf('1.36').type('apiextensions.v1.CustomResourceSubresourceStatus')?.fields.size, 0);
});

test('kinds are found by their bare name, the usual one first', () => {
  const named = (kind: string): readonly string[] =>
    catalogOf('1.36')
      .kindsNamed(kind)
      .map(({ apiVersion }) => apiVersion);
  assert.deepEqual(named('Event'), ['v1', 'events.k8s.io/v1']);
  assert.deepEqual(named('HorizontalPodAutoscaler'), ['autoscaling/v2', 'autoscaling/v1']);
  assert.deepEqual(named('Kettle'), []);
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
