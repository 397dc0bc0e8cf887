/** Notes follow the selected version: each statement that depends on it is true of it, and only said there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteSection } from '../../server/src/core/features/note-text.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../../server/src/core/kube/catalog.ts';
import { atVersion, versionsOf } from '../../server/src/core/notes/at-version.ts';
import { createNoteBook, type Note } from '../../server/src/core/notes/note.ts';
import { has } from '../../server/src/core/verdict/versions.ts';
import { readNotes } from '../../server/src/tools/gen-notes.ts';
import { service } from '../support/workspace.ts';

const notes = { ko: readNotes('ko'), en: readNotes('en') };
const books = { ko: createNoteBook(notes.ko), en: createNoteBook(notes.en) };

function note(body: string): Note {
  return { id: 'a', title: 'A', source: '-', match: [], see: [], refs: [], summary: 's', body };
}

test('a marked line is shown for its versions only, and never with its mark', () => {
  const marked = note('all\nnew <!-- 1.34+ -->\nold <!-- -1.33 -->\none <!-- 1.35 -->\nend');
  const at = (version: KubernetesVersion): string => atVersion(marked, version).body;
  assert.equal(at('1.33'), 'all\nold\nend');
  assert.equal(at('1.34'), 'all\nnew\nend');
  assert.equal(at('1.35'), 'all\nnew\none\nend');
  assert.deepEqual(versionsOf(marked), ['1.32', '1.34', '1.35', '1.36']);
});

test('no mark is left over, in any version', () => {
  const left = [...notes.ko, ...notes.en].flatMap((each) =>
    KUBERNETES_VERSIONS.filter((version) => noteSection(atVersion(each, version)).includes('<!--')).map(
      (version) => `${each.id} ${version}`,
    ),
  );
  assert.deepEqual(left, []);
});

test('Korean and English change in the same versions', () => {
  const uneven = notes.ko.filter(({ id }, index) => {
    const english = notes.en[index];
    return english === undefined || String(versionsOf(notes.ko[index] ?? english)) !== String(versionsOf(english)) || english.id !== id;
  });
  assert.deepEqual(
    uneven.map(({ id }) => id),
    [],
  );
});

/** Sentences that are true from a version on, and the row of the verdict's table of versions that says which. */
const CLAIMS: readonly { readonly id: string; readonly behaviour: Parameters<typeof has>[1]; readonly ko: RegExp; readonly en: RegExp }[] =
  [
    { id: 'pod/resources', behaviour: 'podLevelResources', ko: /모든 컨테이너가 함께 쓰는 양/, en: /shared by all its containers/ },
    { id: 'pod/resources', behaviour: 'resizePolicy', ko: /`NotRequired`, 기본/, en: /`NotRequired`, the default/ },
    { id: 'pod/qos', behaviour: 'podLevelResources', ko: /컨테이너의 것 대신 그것으로 계산/, en: /decide instead of the containers' own/ },
    {
      id: 'namespace/resource-quota',
      behaviour: 'podLevelResources',
      ko: /리소스로 받아들여집니다/,
      en: /accepted as resources of the pod/,
    },
    { id: 'service/endpoints', behaviour: 'endpointsDeprecated', ko: /API 서버가 경고합니다/, en: /the API server warns/ },
    {
      id: 'pod/sidecar',
      behaviour: 'containerRestartRules',
      ko: /1\.35부터 기본으로 켜져 있습니다/,
      en: /restarted; on by default from 1\.35\./,
    },
    { id: 'controller/autoscaler-behavior', behaviour: 'hpaTolerance', ko: /무시할지이며/, en: /`tolerance` is the difference/ },
    { id: 'service/session-and-addresses', behaviour: 'preferSameZone', ko: /`PreferSameZone`은 같은 존/, en: /`PreferSameZone` those/ },
    {
      id: 'service/session-and-addresses',
      behaviour: 'externalIpsDeprecated',
      ko: /권장되지 않는다고 경고/,
      en: /warns that `externalIPs`/,
    },
    { id: 'service/headless', behaviour: 'hostnameOverride', ko: /호스트 이름을 그대로 정합니다/, en: /sets the host name as it stands/ },
    { id: 'volume/kinds', behaviour: 'imageVolumes', ko: /컨테이너 이미지의 내용/, en: /content of a container image/ },
    { id: 'pod/env', behaviour: 'environmentFiles', ko: /fileKeyRef/, en: /fileKeyRef/ },
    { id: 'pod/security-context', behaviour: 'userNamespaces', ko: /`hostUsers: false`는/, en: /`hostUsers: false` puts/ },
  ];

test('what is true from a version on is said from that version on', () => {
  for (const { id, behaviour, ko, en } of CLAIMS) {
    for (const version of KUBERNETES_VERSIONS) {
      const isSo = has({ version, catalog: service.catalog(version) }, behaviour);
      for (const [book, says] of [
        [books.ko, ko],
        [books.en, en],
      ] as const) {
        const found = book.find(id);
        assert.ok(found !== undefined, id);
        assert.equal(says.test(atVersion(found, version).body), isSo, `${id} ${version} ${says}`);
      }
    }
  }
});

test('no note speaks of a version of Kubernetes that Kijabi knows without following it', () => {
  const [oldest = ''] = KUBERNETES_VERSIONS;
  const still = [...notes.ko, ...notes.en].flatMap(({ id, body }) =>
    body
      .replaceAll(/```[\s\S]*?```/g, '')
      .split('\n')
      .filter((line) => !line.endsWith('-->') && KUBERNETES_VERSIONS.some((version) => version > oldest && line.includes(version)))
      .map((line) => `${id}: ${line}`),
  );
  assert.deepEqual(still, []);
});
