import { type Json, type Path, valueAt } from '../base/json.ts';
import type { TextEdit } from '../base/range.ts';
import type { Resource } from '../kube/resource.ts';
import type { Fix } from '../rules/finding.ts';
import { type Message, message } from '../text/text.ts';
import type { VerdictError } from '../verdict/verdict.ts';
import { deleteEntry, insertEntry, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';

/** A value that is beyond its bounds, or that another value beside it does not go with: the nearest that does. */
export function fixBounds(resource: Resource, error: VerdictError): readonly Fix[] {
  for (const [said, mend] of MENDS) {
    const found = said.exec(error.detail);
    if (found !== null) return mend({ resource, error, groups: found.slice(1).map((each) => each ?? '') });
  }
  return [];
}

interface Said {
  readonly resource: Resource;
  readonly error: VerdictError;
  readonly groups: readonly string[];
}

/** What the server says, and what then is meant. */
const MENDS: readonly (readonly [RegExp, (said: Said) => readonly Fix[]])[] = [
  [
    /^must be (?:greater than or equal to|at least) (-?\d+)$/,
    ({ resource, error, groups }) => within(resource, error, Number(groups[0]), undefined),
  ],
  [/^must be greater than (-?\d+)$/, ({ resource, error, groups }) => within(resource, error, Number(groups[0]) + 1, undefined)],
  [/^must be less than or equal to (\d+)$/, ({ resource, error, groups }) => within(resource, error, undefined, Number(groups[0]))],
  [
    /(?:between|range(?: of valid ports is)?) (-?\d+)(?: and |-)(\d+)/,
    ({ resource, error, groups }) => within(resource, error, Number(groups[0]), Number(groups[1])),
  ],
  [/^must be (\d+)$/, ({ resource, error, groups }) => [set(resource, error.at, Number(groups[0]))]],
  [/^may not be 0 when `?maxSurge`? is 0/, ({ resource, error }) => [set(resource, error.at, 1)]],
  [/^must be greater than minReadySeconds/, ({ resource, error }) => overNeighbour(resource, error.at, 'minReadySeconds', 1)],
  [/^must be greater than or equal to `?minReplicas`?/, ({ resource, error }) => overNeighbour(resource, error.at, 'minReplicas', 0)],
  [/^must match `?containerPort`?/, ({ resource, error }) => overNeighbour(resource, error.at, 'containerPort', 0)],
  [/^must be equal to (\S+) limit of (\S+)$/, ({ resource, error, groups }) => [set(resource, error.at, groups[1] ?? '')]],
  [/operator must be Exists/, ({ resource, error }) => [set(resource, error.at, 'Exists')]],
  [/effect must be 'NoExecute'/, ({ resource, error }) => [set(resource, error.at, 'NoExecute')]],
  [/value must be empty when `operator`/, ({ resource, error }) => [drop(resource, error.at)]],
  [
    /may only be set (?:when|if)|may not be set|only use minDomains|may not be used|must not be set|must be empty|should not be set/,
    ({ resource, error }) => [drop(resource, error.at)],
  ],
  [
    /may not be specified when `value` is not empty/,
    ({ resource, error }) => [drop(resource, [...error.at.slice(0, -1), 'value'], true), drop(resource, error.at, false)],
  ],
  [/^only "(\w+)" is supported when podFailurePolicy/, ({ resource, error, groups }) => [set(resource, error.at, groups[0] ?? '')]],
  [/^requires indexed completion mode/, ({ resource, error }) => [put(resource, error.at.slice(0, -1), 'completionMode', 'Indexed')]],
  [
    /^requires the backoffLimitPerIndex/,
    ({ resource, error }) => [put(resource, error.at.slice(0, error.at.indexOf('podFailurePolicy')), 'backoffLimitPerIndex', 1)],
  ],
  [/less than 10 minutes/, ({ resource, error }) => [set(resource, error.at, 600)]],
  [/octal/, ({ resource, error }) => octal(resource, error)],
  [/^empty selector is invalid/, ({ resource }) => selectorOfTemplate(resource)],
  [/^must be ordered/, ({ resource, error }) => sorted(resource, error.at)],
];

/** Without its sign where that is enough, else the nearest bound. Of a port nobody knows which was meant. */
function within(resource: Resource, { at, value }: VerdictError, least: number | undefined, most: number | undefined): readonly Fix[] {
  const written = Number(value);
  if (!Number.isFinite(written)) return [];
  const isIn = (each: number): boolean => each >= (least ?? each) && each <= (most ?? each);
  const meant = isIn(-written) && written < 0 ? -written : written < (least ?? written) ? least : most;
  const isPort = /port$/i.test(String(at.at(-1)));
  return meant === undefined ? [] : [set(resource, at, meant, !isPort)];
}

function overNeighbour(resource: Resource, at: Path, name: string, by: number): readonly Fix[] {
  const other = valueAt(resource.value, [...at.slice(0, -1), name]);
  return typeof other === 'number' ? [set(resource, at, other + by)] : [];
}

/** Modes are mostly thought of in octal digits: `1000` for nothing that there is, `8` and more of the digits of 0777. */
function octal(resource: Resource, { at, value }: VerdictError): readonly Fix[] {
  const digits = String(value);
  return /^[0-7]{3}$/.test(digits) ? [set(resource, at, Number.parseInt(digits, 8))] : [set(resource, at, 0o644, false)];
}

function selectorOfTemplate(resource: Resource): readonly Fix[] {
  const labels = valueAt(resource.value, ['spec', 'template', 'metadata', 'labels']);
  return labels === undefined || labels === null ? [] : [put(resource, ['spec', 'selector'], 'matchLabels', labels)];
}

function sorted(resource: Resource, at: Path): readonly Fix[] {
  const value = valueAt(resource.value, at);
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'number')) return [];
  return [
    fix(
      message('editor.fix.replace', { text: value.toSorted((a, b) => a - b).join(', ') }),
      replaceValue(
        resource.document,
        [...resource.path, ...at],
        value.toSorted((a, b) => a - b),
      ),
      true,
    ),
  ];
}

function set(resource: Resource, at: Path, value: Json, preferred = true): Fix {
  const place = [...resource.path, ...at];
  const isWord = find(resource.document, place).node?.is === 'scalar';
  return fix(
    message('editor.fix.replace', { text: String(value) }),
    isWord ? replaceValue(resource.document, place, value) : [],
    preferred,
  );
}

function put(resource: Resource, at: Path, key: string, value: Json): Fix {
  const isThere = valueAt(resource.value, [...at, key]) !== undefined;
  const place = [...resource.path, ...at];
  const edits = isThere ? replaceValue(resource.document, [...place, key], value) : insertEntry(resource.document, place, key, value);
  const text = typeof value === 'object' ? key : `${key}: ${String(value)}`;
  return fix(message('editor.fix.insert', { text }), edits, true);
}

function drop(resource: Resource, at: Path, preferred = true): Fix {
  return fix(
    message('editor.fix.removeField', { field: String(at.at(-1)) }),
    deleteEntry(resource.document, [...resource.path, ...at]),
    preferred,
  );
}

function fix(title: Message, edits: readonly TextEdit[], preferred: boolean): Fix {
  return { title, safe: false, preferred: preferred && edits.length > 0, edits };
}
