import type { CancellationToken, Connection, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { findingsIn } from '../core/features/report.ts';
import type { Service } from '../core/features/service.ts';
import { definitionsOf } from '../core/kube/reference-index.ts';
import { message, say } from '../core/text/text.ts';
import { toDiagnostic } from './convert.ts';
import type { Reports } from './reports.ts';
import type { Workspace } from './workspace.ts';

/** How many diagnostics a file gets; a last one says that there are more. */
export const MOST_DIAGNOSTICS = 1000;
/** How long documents are judged before other requests get their turns. */
const SLICE_MS = 3;
const TURNS = 10;
/** How long a first answer about a large file may take: what is found until then is told, the rest follows. */
const FIRST_ANSWER_MS = 100;
/** Quiet time before diagnostics are pushed. */
const DEBOUNCE_MS = 10;

/** Tells clients what is found: to those that ask when they ask, to the others by itself, never both. */
export interface Diagnostics {
  /** `previous` names the answer that the client has: it is not sent again when nothing of it changed. */
  pull(uri: string, previous: string | undefined, token: CancellationToken): Promise<DocumentDiagnosticReport>;
  /** Something changed that diagnostics of this file, or of all open files, depend on. */
  changed(uri?: string): void;
  forget(uri: string): void;
}

export interface DiagnosticsParts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly service: Service;
  readonly reports: Reports;
  /** Whether the client asks. */
  readonly pulls: boolean;
}

export function createDiagnostics({ connection, workspace, service, reports, pulls }: DiagnosticsParts): Diagnostics {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<string>();
  const sent = new Map<string, Answer>();
  let count = 0;

  /** Judges a file's documents until done or until `isOver`; false when some are left. */
  async function judge(uri: string, isOver: (startMs: number) => boolean): Promise<boolean> {
    const startMs = performance.now();
    let sliceMs = startMs;
    const file = workspace.snapshot.files.get(uri);
    const { version, severities } = workspace.settingsFor(uri);
    const { documents, told } = reports.on(uri);
    for (const [index, { document }] of documents.entries()) {
      if (told[index]?.own !== undefined) continue;
      service.diagnose(document, version, severities);
      definitionsOf(document);
      if (performance.now() - sliceMs < SLICE_MS) continue;
      if (isOver(startMs)) return false;
      await letOthersWork();
      if (workspace.snapshot.files.get(uri) !== file) return false;
      sliceMs = performance.now();
    }
    return true;
  }

  function collect(uri: string): Diagnostic[] {
    const view = workspace.view(uri);
    if (view === undefined) return [];
    const settings = workspace.settingsFor(uri);
    const found = findingsIn(reports.on(uri), MOST_DIAGNOSTICS + 1);
    const shown = found.slice(0, MOST_DIAGNOSTICS).map(({ placed, finding }) => toDiagnostic(view, placed, finding, settings.language));
    if (found.length > MOST_DIAGNOSTICS) {
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
      shown.push({
        range,
        severity: 3,
        source: 'kijabi',
        message: say(settings.language, message('editor.more', { count: MOST_DIAGNOSTICS })),
      });
    }
    return shown;
  }

  const isLate = (startMs: number): boolean => performance.now() - startMs > FIRST_ANSWER_MS;

  /** Finishes in the background what a first answer left out, then lets the client know. */
  async function finish(uri: string, tell: () => void): Promise<void> {
    if (running.has(uri)) return;
    running.add(uri);
    let isDone = false;
    while (!isDone && workspace.open.has(uri)) isDone = await judge(uri, () => false);
    running.delete(uri);
    tell();
  }

  const refresh = (): void => void connection.languages.diagnostics.refresh();

  async function push(uri: string): Promise<void> {
    await workspace.readFolderConfigs(uri);
    const isDone = await judge(uri, isLate);
    if (!workspace.open.has(uri)) return;
    await connection.sendDiagnostics({ uri, diagnostics: collect(uri) });
    if (!isDone) await finish(uri, () => void connection.sendDiagnostics({ uri, diagnostics: collect(uri) }));
  }

  function schedule(uri: string): void {
    clearTimeout(timers.get(uri));
    timers.set(
      uri,
      setTimeout(() => void push(uri), DEBOUNCE_MS),
    );
  }

  return {
    async pull(uri, previous, token) {
      await workspace.readFolderConfigs(uri);
      const isDone = await judge(uri, (startMs) => token.isCancellationRequested || isLate(startMs));
      if (!isDone && !token.isCancellationRequested) void finish(uri, refresh);
      const items = collect(uri);
      const last = sent.get(uri);
      if (last?.id === previous && last !== undefined && isSame(last.items, items)) return { kind: 'unchanged', resultId: last.id };
      const answer = { id: String(++count), items };
      sent.set(uri, answer);
      return { kind: 'full', resultId: answer.id, items };
    },
    changed(uri) {
      if (!pulls) for (const each of uri === undefined ? workspace.open : [uri]) schedule(each);
      else if (uri === undefined) refresh();
    },
    forget(uri) {
      clearTimeout(timers.get(uri));
      timers.delete(uri);
      sent.delete(uri);
      reports.forget(uri);
      if (!pulls) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}

/** From its first byte to its answer a request takes several turns of the event loop. */
async function letOthersWork(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** What a client was told last. */
interface Answer {
  readonly id: string;
  readonly items: readonly Diagnostic[];
}

/** Diagnostics of findings that did not change are the same objects. */
function isSame(one: readonly Diagnostic[], other: readonly Diagnostic[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
