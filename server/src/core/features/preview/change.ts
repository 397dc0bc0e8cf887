import { withNamespace } from '../../sim/apply.ts';
import type { KubeObject } from '../../sim/object.ts';
import { refOf } from '../../sim/object.ts';
import { type Entry, idOf, type MergePatch, type Trace } from '../../sim/trace.ts';
import { type Message, message } from '../../text/text.ts';

/** What applying does to each object of the manifest, as the run shows it: read from the trace, not guessed from the text. */
export function changesOf(trace: Trace, from: readonly KubeObject[], objects: readonly KubeObject[]): readonly Message[] {
  const answers = new Map<string, Entry>();
  for (const entry of trace.entries) {
    const { timeMs, object, because } = entry;
    if (timeMs > 0) break;
    if (because.key === 'simApplied') answers.set(idOf(object), entry);
  }
  const applied = objects.map((object) => refOf(withNamespace(object)));
  const changes = applied.flatMap((ref) => changeOf(`${ref.kind} ${ref.name}`, ref.kind, answers.get(idOf(ref))) ?? []);
  const kept = new Set(applied.map(idOf));
  const left = from.map((object) => refOf(withNamespace(object))).filter((ref) => !kept.has(idOf(ref)));
  const stays = left.map(({ kind, name }) => message('panel.change.left', { name: `${kind} ${name}` }));
  return changes.length + stays.length === 0 ? [message('panel.change.nothing')] : [...changes, ...stays];
}

function changeOf(name: string, kind: string, entry: Entry | undefined): Message | undefined {
  switch (entry?.what.verb) {
    case 'create':
      return message('panel.change.created', { name });
    case 'refuse':
      return message('panel.change.refused', { name, text: entry.what.message });
    case 'update':
      return ofPatch(name, kind, entry.what.patch);
    default:
      return undefined;
  }
}

/** A template that changed rolls out, a count that changed scales; both may happen at once. */
function ofPatch(name: string, kind: string, patch: MergePatch): Message {
  const spec = (patch.spec ?? {}) as Readonly<Record<string, unknown>>;
  const rolls = spec.template !== undefined && ROLLING.has(kind);
  if (rolls && spec.replicas !== undefined) return message('panel.change.rolloutAndScale', { name, replicas: Number(spec.replicas) });
  if (rolls) return message('panel.change.rollout', { name });
  if (spec.replicas !== undefined) return message('panel.change.scale', { name, replicas: Number(spec.replicas) });
  return message('panel.change.other', { name });
}

const ROLLING = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
