import type { SourceFile } from '../yaml/source-file.ts';
import { type Definition, definitionsIn } from './reference-index.ts';

/** All files known at one moment: those open in the editor and those found in the workspace. Immutable. */
export interface Snapshot {
  readonly files: ReadonlyMap<string, SourceFile>;
}

/** A definition and the file that has it. */
export interface LocatedDefinition {
  readonly uri: string;
  readonly definition: Definition;
}

export const EMPTY_SNAPSHOT: Snapshot = { files: new Map() };

export function withFile(snapshot: Snapshot, uri: string, file: SourceFile): Snapshot {
  return { files: new Map(snapshot.files).set(uri, file) };
}

export function withoutFile(snapshot: Snapshot, uri: string): Snapshot {
  const files = new Map(snapshot.files);
  files.delete(uri);
  return { files };
}

/** Objects of a kind, as seen from a namespace: those without one may end up in any. The nearest file comes first. */
export function definitionsOfKind(
  snapshot: Snapshot,
  kind: string,
  namespace: string | undefined,
  from: string,
): readonly LocatedDefinition[] {
  const found: LocatedDefinition[] = [];
  for (const [uri, file] of snapshot.files) {
    for (const definition of definitionsIn(file)) {
      const isNear = namespace === undefined || definition.namespace === undefined || definition.namespace === namespace;
      if (definition.kind === kind && isNear) found.push({ uri, definition });
    }
  }
  return found.sort((a, b) => Number(b.uri === from) - Number(a.uri === from));
}

/** Every definition of the workspace, in the order of files and documents. */
export function allDefinitions(snapshot: Snapshot): readonly LocatedDefinition[] {
  const located: LocatedDefinition[] = [];
  for (const [uri, file] of snapshot.files) for (const definition of definitionsIn(file)) located.push({ uri, definition });
  return located;
}
