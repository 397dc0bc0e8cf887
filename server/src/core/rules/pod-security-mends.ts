import type { Json, Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { type Message, message } from '../text/text.ts';
import type { Violation } from '../verdict/pod-security/pod.ts';
import type { Document } from '../yaml/document.ts';
import { appendItem, deleteEntry, insertEntry, inTurn, replaceValue } from '../yaml/edit.ts';
import { find } from '../yaml/locate.ts';
import type { Fix } from './finding.ts';

/** What to write where a standard asks for a field, by its name. */
const WANTED: Readonly<Record<string, Json>> = {
  allowPrivilegeEscalation: false,
  privileged: false,
  runAsNonRoot: true,
  hostProcess: false,
  seccompProfile: { type: 'RuntimeDefault' },
};
/** Fields that may simply go. */
const REMOVED: ReadonlySet<string> = new Set([
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostPort',
  'procMount',
  'runAsUser',
  'host',
  'user',
  'role',
]);

/** One fix for all that can be mended without knowing what the containers do; the rest stays for a person. */
export function mendViolations(resource: Resource, violations: readonly Violation[], template: Path): readonly Fix[] {
  const places = violations.flatMap(({ at }) => at).map((at): Path => [...resource.path, ...template, ...at]);
  // From the end, so that taking an item of a list away leaves the others where they are.
  const steps = places.toReversed().flatMap((at) => stepFor(at));
  const title = message(steps.length === places.length ? 'rules.mendPodSecurity' : 'rules.mendSomePodSecurity');
  return steps.length === 0 ? [] : [new Mend(title, resource.document, steps)];
}

/** Worked out when somebody looks at it: each step reads the document anew, and a namespace may warn of a thousand workloads. */
class Mend implements Fix {
  readonly title: Message;
  readonly safe = false;
  readonly preferred = true;
  readonly #document: Document;
  readonly #steps: readonly Step[];
  #edits: Fix['edits'] | undefined;

  constructor(title: Message, document: Document, steps: readonly Step[]) {
    this.title = title;
    this.#document = document;
    this.#steps = steps;
  }

  get edits(): Fix['edits'] {
    this.#edits ??= inTurn(this.#document, this.#steps);
    return this.#edits;
  }
}

type Step = (document: Document) => ReturnType<typeof deleteEntry>;

function stepFor(at: Path): readonly Step[] {
  const field = at.at(-1);
  const parent = at.slice(0, -1);
  if (field === 'drop') return [(document) => writeItem(document, at, 'ALL')];
  if (typeof field === 'number') return [];
  if (field === 'type' && parent.at(-1) === 'seccompProfile') return [(document) => replaceValue(document, at, 'RuntimeDefault')];
  if (field !== undefined && Object.hasOwn(WANTED, field)) {
    const wanted = WANTED[field];
    return wanted === undefined ? [] : [(document) => write(document, parent, field, wanted)];
  }
  return field !== undefined && REMOVED.has(field) ? [(document) => deleteEntry(document, at)] : [];
}

function write(document: Document, parent: Path, key: string, value: Json): ReturnType<typeof deleteEntry> {
  const isThere = find(document, [...parent, key]).depth === parent.length + 1;
  return isThere ? replaceValue(document, [...parent, key], value) : insertEntry(document, parent, key, value);
}

function writeItem(document: Document, at: Path, item: Json): ReturnType<typeof deleteEntry> {
  const isThere = find(document, at).depth === at.length;
  return isThere ? appendItem(document, at, item) : insertEntry(document, at.slice(0, -1), String(at.at(-1)), [item]);
}
