import type { PreviewProblem } from '../../protocol.ts';
import type { KubeObject } from '../../sim/object.ts';
import { type Language, message, say } from '../../text/text.ts';
import type { SyntaxProblem } from '../../yaml/document.ts';
import { positionAt, type SourceFile } from '../../yaml/source-file.ts';
import { syntaxMessage } from '../syntax-message.ts';

/** More pods than this do not travel to the panel in a time anybody waits; the command line has no such limit. */
const MOST_PODS = 10_000;

/** Why there is nothing to play; undefined when there is. */
export function problemOf(file: SourceFile, objects: readonly KubeObject[], language: Language): PreviewProblem | undefined {
  if (objects.length === 0) {
    const [broken] = syntaxProblemsIn(file);
    return broken === undefined
      ? { problem: 'empty', reason: say(language, message('panel.noObjects')) }
      : { problem: 'broken', reason: say(language, message('panel.brokenAt', wordsOf(broken, language))) };
  }
  const pods = objects.reduce((sum, object) => sum + replicasIn(object), 0);
  if (pods <= MOST_PODS) return undefined;
  return { problem: 'tooLarge', reason: say(language, message('panel.tooLarge', { pods, most: MOST_PODS })) };
}

/** Documents that could not be read, each with its line and reason: they take no part in the run. */
export function unreadIn(file: SourceFile, language: Language): readonly string[] {
  return syntaxProblemsIn(file).map((broken) => say(language, message('panel.unread', wordsOf(broken, language))));
}

interface Broken {
  readonly line: number;
  readonly problem: SyntaxProblem;
}

/** The first problem of each document that has one. */
function syntaxProblemsIn(file: SourceFile): readonly Broken[] {
  return file.documents.flatMap(({ document, start }) => {
    const problem = document.problems.find((each): each is SyntaxProblem => each.is === 'syntax');
    return problem === undefined ? [] : [{ line: positionAt(file, start + problem.range.start).line + 1, problem }];
  });
}

function wordsOf({ line, problem }: Broken, language: Language): { readonly line: number; readonly reason: string } {
  return { line, reason: say(language, syntaxMessage(problem)) };
}

/** A count that is no number is the server's to refuse. */
function replicasIn({ kind, spec }: KubeObject): number {
  const { replicas, parallelism } = (spec ?? {}) as { replicas?: unknown; parallelism?: unknown };
  const count = kind === 'Job' ? parallelism : replicas;
  return typeof count === 'number' && count > 0 ? count : 0;
}
