/** Numbers and defaults that notes give are those of the catalog and of the verdict. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KUBERNETES_VERSIONS } from '../../server/src/core/kube/catalog.ts';
import { createNoteBook, type Note } from '../../server/src/core/notes/note.ts';
import { createFile } from '../../server/src/core/yaml/source-file.ts';
import { readNotes } from '../../server/src/tools/gen-notes.ts';
import { catalog, service } from '../support/workspace.ts';

const notes = { ko: readNotes('ko'), en: readNotes('en') };
const both: readonly Note[] = [...notes.ko, ...notes.en];
const book = createNoteBook(notes.ko);

/** `minReplicas`(기본 1), `minReplicas` (default 1), | `minReplicas` | 1 |, `minReplicas`의 기본값은 1. */
const FIELD_DEFAULTS = [
  /`(\w+)`\(기본(?:값)? `?([^),`\s]+?)초?[),`]/g,
  /`(\w+)` \(default `?([^),`\s]+)/g,
  /^\| `(\w+)` \| (\d+) \|/gm,
  /`(\w+)`의 기본값은 `?(\w+)/g,
  /`(\w+)` defaults to `?(\w+)/g,
];
/** `Retain`(기본값), `Retain` (default): the value of a field that is not named beside it. */
const VALUE_DEFAULTS = [/`(\w+)`\(기본값?\)/g, /`(\w+)` \(default\)/g, /^\| `?(\w+)`?\(기본값?\) \|/gm, /^\| `?(\w+)`? \(default\) \|/gm];

test('a default that a note gives for a field is the one of the catalog', () => {
  let count = 0;
  const wrong = both.flatMap((note) =>
    FIELD_DEFAULTS.flatMap((pattern) =>
      [...`${note.summary}\n${note.body}`.matchAll(pattern)].flatMap(([said, field = '', value = '']) => {
        const known = defaultsOf(note, field);
        if (known.length === 0) return [];
        count++;
        return known.includes(value) ? [] : [`${note.id}: ${said}, not ${known.join(' or ')}`];
      }),
    ),
  );
  console.log(`${count} defaults of fields compared with the catalog`);
  assert.ok(count > 50, `${count}`);
  assert.deepEqual(wrong, []);
});

test('a value that a note calls the default is the default of a field that it is on', () => {
  let count = 0;
  const wrong = both.flatMap((note) =>
    VALUE_DEFAULTS.flatMap((pattern) =>
      [...`${note.summary}\n${note.body}`.matchAll(pattern)].flatMap(([said, value = '']) => {
        count++;
        return defaultsOf(note).includes(value) ? [] : [`${note.id}: ${said}`];
      }),
    ),
  );
  console.log(`${count} default values compared with the catalog`);
  assert.ok(count > 20, `${count}`);
  assert.deepEqual(wrong, []);
});

/** Defaults of a field, or of all fields, of the types that a note is on and of what they hold; of every type where those have none. */
function defaultsOf(note: Note, name?: string): readonly string[] {
  const near = note.match.flatMap(({ type = '', field }) => [type, ...heldBy(type, field)]);
  const found = defaultsIn(near, name);
  return found.length > 0 || name === undefined ? found : defaultsIn(ALL_TYPES, name);
}

const ALL_TYPES = [...new Set(catalog.kinds.flatMap(({ type }) => [type, ...heldBy(type)]))];

function defaultsIn(types: readonly string[], name?: string): readonly string[] {
  return types.flatMap((type) =>
    [...(catalog.type(type)?.fields.values() ?? [])].flatMap((field) =>
      field.default !== undefined && (name === undefined || field.name === name) ? [field.default] : [],
    ),
  );
}

/** Types that a type's fields hold, those of their fields included. */
function heldBy(type: string, only?: string, seen: Set<string> = new Set()): readonly string[] {
  for (const field of catalog.type(type)?.fields.values() ?? []) {
    if (only !== undefined && field.name !== only) continue;
    let held = field.type;
    while (held.is === 'list' || held.is === 'map') held = held.of;
    if (held.is !== 'object' || seen.has(held.type)) continue;
    seen.add(held.type);
    heldBy(held.type, undefined, seen);
  }
  return [...seen];
}

interface Bound {
  readonly id: string;
  /** How the note says it. */
  readonly says: RegExp;
  readonly manifest: (value: number) => string;
  readonly taken: readonly number[];
  readonly refused: readonly number[];
}

const pod = (spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a:1}], ${spec}}\n`;
const container = (fields: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a:1, ${fields}}]}\n`;
const service_ = (port: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {type: NodePort, selector: {a: b}, ports: [{port: 80, ${port}}]}\n`;
const autoscaler = (behavior: string): string =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, behavior: {scaleUp: {${behavior}}}}\n`;

const BOUNDS: readonly Bound[] = [
  {
    id: 'service/node-port',
    says: /30000–32767/,
    manifest: (value) => service_(`nodePort: ${value}`),
    taken: [30000, 32767],
    refused: [29999, 32768],
  },
  {
    id: 'scheduling/node-affinity',
    says: /1–100/,
    manifest: (value) =>
      pod(
        `affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: ${value}, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}`,
      ),
    taken: [1, 100],
    refused: [0, 101],
  },
  {
    id: 'scheduling/pod-affinity',
    says: /1–100/,
    manifest: (value) =>
      pod(
        `affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: ${value}, podAffinityTerm: {topologyKey: a, labelSelector: {matchLabels: {a: b}}}}]}}`,
      ),
    taken: [1, 100],
    refused: [0, 101],
  },
  {
    id: 'pod/container-ports',
    says: /1–65535/,
    manifest: (value) => container(`ports: [{containerPort: ${value}}]`),
    taken: [1, 65535],
    refused: [0, 65536],
  },
  {
    id: 'pod/container-ports',
    says: /15자/,
    manifest: (length) => container(`ports: [{containerPort: 80, name: ${'a'.repeat(length)}}]`),
    taken: [15],
    refused: [16],
  },
  {
    id: 'pod/container-name',
    says: /63자/,
    manifest: (length) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: ${'a'.repeat(length)}, image: a:1}]}\n`,
    taken: [63],
    refused: [64],
  },
  {
    id: 'metadata/object-meta',
    says: /63자/,
    manifest: (length) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {a: ${'a'.repeat(length)}}}\n`,
    taken: [63],
    refused: [64],
  },
  {
    id: 'pod/liveness-probe',
    says: /`successThreshold`는 1이어야/,
    manifest: (value) => container(`livenessProbe: {httpGet: {path: /, port: 80}, successThreshold: ${value}}`),
    taken: [1],
    refused: [2],
  },
  {
    id: 'scheduling/topology-spread-constraints',
    says: /1 이상/,
    manifest: (value) =>
      pod(
        `topologySpreadConstraints: [{maxSkew: ${value}, topologyKey: a, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}]`,
      ),
    taken: [1],
    refused: [0],
  },
  {
    id: 'scheduling/priority-class',
    says: /10억 이하/,
    manifest: (value) => `apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: a}\nvalue: ${value}\n`,
    taken: [1e9],
    refused: [1e9 + 1],
  },
  {
    id: 'controller/cron-job',
    says: /52자/,
    manifest: (length) =>
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: ${'a'.repeat(length)}}\nspec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a:1}]}}}}}\n`,
    taken: [52],
    refused: [53],
  },
  {
    id: 'controller/autoscaler-behavior',
    says: /1–1800/,
    manifest: (value) => autoscaler(`policies: [{type: Pods, value: 1, periodSeconds: ${value}}]`),
    taken: [1, 1800],
    refused: [0, 1801],
  },
  {
    id: 'controller/autoscaler-behavior',
    says: /0–3600/,
    manifest: (value) => autoscaler(`stabilizationWindowSeconds: ${value}`),
    taken: [0, 3600],
    refused: [3601],
  },
  {
    id: 'volume/projected-and-downward-api',
    says: /최소 600초/,
    manifest: (value) => pod(`volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t, expirationSeconds: ${value}}}]}}]`),
    taken: [600],
    refused: [599],
  },
  {
    id: 'pod/dns',
    says: /최대 3개/,
    manifest: (count) =>
      pod(`dnsConfig: {nameservers: [${Array.from({ length: count }, (_, index) => `10.0.0.${index + 1}`).join(', ')}]}`),
    taken: [3],
    refused: [4],
  },
];

test('a range or length that a note gives is the one the server holds, in every version', () => {
  for (const { id, says, manifest, taken, refused } of BOUNDS) {
    assert.match(book.find(id)?.body ?? '', says, id);
    for (const version of KUBERNETES_VERSIONS) {
      const isRefused = (value: number): boolean =>
        createFile(manifest(value)).documents.some(({ document }) =>
          service.diagnose(document, version).some(({ severity }) => severity === 'error'),
        );
      for (const value of taken) assert.equal(isRefused(value), false, `${id} ${version}: ${value} is refused`);
      for (const value of refused) assert.equal(isRefused(value), true, `${id} ${version}: ${value} is taken`);
    }
  }
});
