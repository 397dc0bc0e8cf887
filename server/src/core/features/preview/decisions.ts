import type { Pod } from '../../generated/api.ts';
import type { PodDecision, PodFacts } from '../../protocol.ts';
import { explainDecision } from '../../sim/scheduler/explain.ts';
import { type Entry, idOf } from '../../sim/trace.ts';
import { type Language, say } from '../../text/text.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { fixesOf } from './fixes.ts';

/** Every decision of the scheduler, in order, explained, with the edits of the open manifest that would help. */
export function decisionsOf(
  entries: readonly Entry[],
  pods: Readonly<Record<string, PodFacts>>,
  file: SourceFile,
  language: Language,
): readonly PodDecision[] {
  const podById = new Map<string, Pod>();
  const decisions: PodDecision[] = [];
  for (const { timeMs, because, decision, object, what } of entries) {
    const id = idOf(object);
    if (object.kind === 'Pod' && what.verb === 'create') podById.set(id, what.after as Pod);
    if (decision === undefined) continue;
    const pod = podById.get(id);
    const { lines, remedies } = pod === undefined ? { lines: [because], remedies: [] } : explainDecision(decision, pod);
    decisions.push({
      timeMs,
      decision,
      explanation: lines.map((line) => say(language, line)),
      fixes: fixesOf(remedies, pods[id]?.workload ?? id, file, language),
    });
  }
  return decisions;
}
