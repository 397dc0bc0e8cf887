import type { Field, FieldType } from '../../../../server/src/core/kube/catalog.ts';
import type { Dice } from '../dice.ts';
import type { Corpus } from './corpus.ts';

/** Texts at the edges of what names, labels, paths, addresses, quantities and expressions allow. */
const TEXTS = [
  ...[
    '',
    'a',
    'A',
    'web',
    'Web',
    'my_name',
    '-a',
    'a-',
    'a.b',
    'a..b',
    '.a',
    'a/b',
    'a//b',
    '/a',
    'a b',
    ' a',
    'a\n',
    '1',
    '1a',
    '가',
    'default',
  ],
  ...[
    'a'.repeat(15),
    'a'.repeat(16),
    'a'.repeat(52),
    'a'.repeat(53),
    'a'.repeat(63),
    'a'.repeat(64),
    `${'a'.repeat(60)}.b`,
    'a'.repeat(253),
    'a'.repeat(254),
  ],
  ...[
    'example.com/x',
    'Example.com/x',
    'example.com/',
    '/x',
    'kubernetes.io/x',
    'kubernetes.io/hostname',
    'example.com/a/b',
    '*.example.com',
    '*',
    'a.*.b',
  ],
  ...[
    '10.0.0.1',
    '10.0.0.01',
    '127.0.0.1',
    '169.254.1.1',
    '224.0.0.1',
    '0.0.0.0',
    '300.1.1.1',
    '1.2.3',
    '::1',
    'fe80::1',
    '2001:db8::1',
    '::ffff:1.2.3.4',
  ],
  ...['10.0.0.0/8', '10.0.0.1/8', '10.0.0.0/33', 'fd00::/64', '0.0.0.0/0', '10.96.0.10', '10.112.0.1', 'None', 'none'],
  ...['/data', 'data', '../x', 'a/../b', '/a:b', '/', './a', '..data', '..', '.', '/proc', 'C:\\x'],
  ...[
    '100m',
    '1',
    '0',
    '-1',
    '0.5',
    '1.5Gi',
    '1Gi',
    '1gi',
    '1e3',
    '1E',
    '1.0001',
    '100u',
    '1 Gi',
    '+1',
    '999999999999999999999',
    '0.1m',
    '2Mi',
    '3Mi',
    '1h',
    '5s',
  ],
  ...['50%', '0%', '100%', '101%', '-1%', '5.5%', '%', '50 %', 'http', 'HTTP', 'http-metrics-port-name', '8080', '80a', 'port-1-', '--'],
  ...[
    'Always',
    'Never',
    'OnFailure',
    'IfNotPresent',
    'TCP',
    'UDP',
    'SCTP',
    'tcp',
    'ClusterFirst',
    'In',
    'NotIn',
    'Exists',
    'DoesNotExist',
    'Gt',
    'Lt',
    'Equal',
  ],
  ...[
    'NoSchedule',
    'NoExecute',
    'PreferNoSchedule',
    'Retain',
    'Delete',
    'Recycle',
    'Filesystem',
    'Block',
    'ReadWriteOnce',
    'ReadWriteOncePod',
    'RuntimeDefault',
    'Localhost',
    'Unconfined',
  ],
  ...[
    'User',
    'Group',
    'ServiceAccount',
    'rbac.authorization.k8s.io',
    'v1',
    'apps/v1',
    'Pod',
    'Deployment',
    'system:x',
    'object.spec.replicas > 1',
    'true',
    '1 +',
    'self',
    'x.y',
  ],
  ...[
    '*/5 * * * *',
    '@daily',
    '0 0 31 2 *',
    '* * * *',
    'TZ=UTC 0 0 * * *',
    'Asia/Seoul',
    'Nowhere/City',
    'UTC',
    'Local',
    '2026-01-01T00:00:00Z',
    '2026-13-01',
    'aGVsbG8=',
    'aGVsbG8',
    '***',
  ],
] as const;

const NUMBERS = [
  ...[-2147483649, -2147483648, -1, 0, 1, 2, 3, 5, 10, 63, 64, 79, 80, 99, 100, 101, 256, 443, 511, 512, 1000, 3600, 8080, 10800],
  ...[
    29999, 30000, 30080, 32767, 32768, 65535, 65536, 86400, 86401, 100000, 100001, 1000000, 1000000000, 1000000001, 2147483647, 2147483648,
    1.5,
  ],
] as const;

/** How deep a value made from nothing may nest. */
const DEEPEST = 4;
/** A structure gets this many of its optional fields on average. */
const FIELDS = 1.6;

/** A value for a field: one seen elsewhere, one of its known words, or one made by its type. */
export function valueFor(field: Field, owner: string | undefined, corpus: Corpus, dice: Dice, depth = 0): unknown {
  const seen = corpus.valuesOf(owner, field.name);
  if (seen.length > 0 && dice.chance(0.55)) return structuredClone(dice.pick(seen));
  if (field.values !== undefined && field.values.length > 0 && dice.chance(0.8)) return dice.pick(field.values);
  return valueOfType(field.type, field, corpus, dice, depth);
}

export function valueOfType(type: FieldType, field: Field | undefined, corpus: Corpus, dice: Dice, depth: number): unknown {
  switch (type.is) {
    case 'string':
      return text(field, corpus, dice);
    case 'boolean':
      return dice.chance(0.5);
    case 'int32':
    case 'int64':
      return dice.pick(NUMBERS);
    case 'double':
      return dice.pick([0, 0.5, 1, 2.5, -1]);
    case 'bytes':
      return dice.pick(['aGVsbG8=', 'aGVsbG8', '', '%%%', 'LS0tLS1CRUdJTg==']);
    case 'time':
    case 'microTime':
      return dice.pick(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123456Z', 'yesterday', '2026-01-01', '2026-01-01T09:00:00+09:00']);
    case 'quantity':
      return dice.pick(['1', '100m', '1Gi', '0', '-1', '1.5', 2, 0.5, '3Mi', 'x', '1e3', '0.1m', '64Mi']);
    case 'intOrString':
      return dice.pick([0, 1, 80, -1, 65536, '50%', '25%', '101%', 'http', '', '1', '-1', 'a_b']);
    case 'any':
      return dice.pick<unknown>([{}, 'x', 1, null, { a: 1 }, []]);
    case 'list':
      return dice.list(0, 2, () => valueOfType(type.of, field, corpus, dice, depth + 1));
    case 'map':
      return Object.fromEntries(dice.list(0, 2, () => [key(corpus, dice), valueOfType(type.of, field, corpus, dice, depth + 1)]));
    case 'object':
      return structure(type.type, corpus, dice, depth);
  }
}

function text(field: Field | undefined, corpus: Corpus, dice: Dice): string {
  const seen = field === undefined ? [] : corpus.valuesOf(undefined, field.name);
  const other = seen.length > 0 && dice.chance(0.3) ? dice.pick(seen) : undefined;
  return typeof other === 'string' ? other : dice.pick(TEXTS);
}

function key(corpus: Corpus, dice: Dice): string {
  return dice.chance(0.5)
    ? dice.pick(['app', 'tier', 'cpu', 'memory', 'storage', 'example.com/gpu', 'pods', 'kubernetes.io/hostname'])
    : text(undefined, corpus, dice);
}

function structure(name: string, corpus: Corpus, dice: Dice, depth: number): unknown {
  const fields = [...(corpus.catalog.type(name)?.fields.values() ?? [])];
  if (depth >= DEEPEST) return {};
  const chosen = fields.filter(({ required }) => (required ? dice.chance(0.9) : dice.chance(FIELDS / fields.length)));
  return Object.fromEntries(chosen.map((field) => [field.name, valueFor(field, name, corpus, dice, depth + 1)]));
}
