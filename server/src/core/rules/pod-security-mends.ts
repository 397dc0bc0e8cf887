import type { Json, Path } from '../base/json.ts';
import type { Resource } from '../kube/resource.ts';
import { message } from '../text/text.ts';
import type { Violation } from '../verdict/pod-security/pod.ts';
import type { Document } from '../yaml/document.ts';
import { appendItem, deleteEntry, deleteItem, insertEntry, inTurn, replaceValue } from '../yaml/edit.ts';
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

/**
 * One fix for all that can be mended without knowing what the containers do; the rest stays for a person. Its edits are worked
 * out when somebody looks at them: each step reads the document anew, and a namespace may warn of a thousand workloads.
 */
export function mendViolations(resource: Resource, violations: readonly Violation[], template: Path): readonly Fix[] {
  const { document } = resource;
  const places = violations.flatMap(({ at }) => at).map((at): Path => [...resource.path, ...template, ...at]);
  // From the end, so that taking an item of a list away leaves the others where they are.
  const steps = places.toReversed().map((at) => stepFor(document, at));
  const known = steps.filter((step) => step !== undefined).filter((step) => step !== NOTHING);
  if (known.length === 0) return [];
  let edits: Fix['edits'] | undefined;
  return [
    {
      title: message(steps.includes(undefined) ? 'rules.mendSomePodSecurity' : 'rules.mendPodSecurity'),
      safe: false,
      preferred: true,
      get edits() {
        edits ??= inTurn(document, known);
        return edits;
      },
    },
  ];
}

type Step = (document: Document) => Fix['edits'];

/** What the server fills in goes with what it is filled in for. */
const NOTHING: Step = () => [];

/** Undefined where a person has to decide. */
function stepFor(written: Document, at: Path): Step | undefined {
  const field = at.at(-1);
  const parent = at.slice(0, -1);
  const { depth, detour } = find(written, at);
  if (field === undefined || detour !== undefined) return undefined;
  const isWritten = depth === at.length;
  if (field === 'drop') {
    return (document) => (isWritten ? appendItem(document, at, 'ALL') : insertEntry(document, parent, field, ['ALL']));
  }
  if (typeof field === 'number') return parent.at(-1) === 'add' ? (document) => deleteItem(document, at) : undefined;
  if (field === 'type' && parent.at(-1) === 'seccompProfile') return (document) => replaceValue(document, at, 'RuntimeDefault');
  const wanted = Object.hasOwn(WANTED, field) ? WANTED[field] : undefined;
  if (wanted !== undefined) {
    return (document) => (isWritten ? replaceValue(document, at, wanted) : insertEntry(document, parent, field, wanted));
  }
  if (!REMOVED.has(field)) return undefined;
  return isWritten ? (document) => deleteEntry(document, at) : NOTHING;
}
