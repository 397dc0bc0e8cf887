import { type CodeAction, CodeActionKind, type Connection } from 'vscode-languageserver/node';
import { overlaps, type Range } from '../core/base/range.ts';
import { mended } from '../core/features/fix-all.ts';
import { findingsIn } from '../core/features/report.ts';
import type { Service } from '../core/features/service.ts';
import type { PlacedFinding } from '../core/features/settle.ts';
import { silencing, silencingFile } from '../core/features/suppress.ts';
import { message, say } from '../core/text/text.ts';
import { toDiagnostic, toEdit, toOffset, toPosition, type View } from './convert.ts';
import type { Guard } from './guard.ts';
import type { Reports } from './reports.ts';
import type { Workspace } from './workspace.ts';

/** All safe fixes of a file at once: on the user's word, or when saving. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.kijabi`;

interface CodeActionParts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly service: Service;
  readonly reports: Reports;
  readonly guard: Guard;
}

/** Quick-fixes of the findings at a range, the comments that silence them, and `source.fixAll.kijabi`. */
export function registerCodeActions({ connection, workspace, service, reports, guard }: CodeActionParts): void {
  connection.onCodeAction(
    guard('codeAction', [], ({ textDocument: { uri }, range, context }): CodeAction[] => {
      const view = workspace.view(uri);
      if (view === undefined) return [];
      const wants = (kind: string): boolean => context.only === undefined || context.only.some((only) => isWithin(kind, only));
      const quick = wants(CodeActionKind.QuickFix)
        ? quickFixes(view, { start: toOffset(view, range.start), end: toOffset(view, range.end) })
        : [];
      const isAskedFor = context.only !== undefined && wants(FIX_ALL);
      return isAskedFor ? [...quick, ...fixAll(view)] : quick;
    }),
  );

  function quickFixes(view: View, range: Range): CodeAction[] {
    const settings = workspace.settingsFor(view.uri);
    for (const { document } of documentsAt(view, range)) service.diagnose(document, settings.version, settings.severities);
    const here = findingsIn(reports.on(view.uri)).filter(({ placed, finding }) => {
      return overlaps({ start: placed.start + finding.range.start, end: placed.start + finding.range.end }, range);
    });
    const fixes = here.flatMap((each) =>
      each.finding.fixes.map((fix) => action(view, each, say(settings.language, fix.title), fix.edits, fix.preferred)),
    );
    const silence = here.flatMap((each) => {
      const { placed, finding } = each;
      const line = say(settings.language, message('rules.silence', { rule: finding.rule }));
      const file = say(settings.language, message('editor.silenceFile', { rule: finding.rule }));
      return [
        action(view, each, line, [silencing(placed.document, finding)], false),
        action(view, each, file, [silencingFile(placed.document, finding)], false),
      ];
    });
    return [...fixes, ...silence];
  }

  function action(view: View, { placed, finding }: PlacedFinding, title: string, edits: PlacedEdits, isPreferred: boolean): CodeAction {
    const { language } = workspace.settingsFor(view.uri);
    return {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [toDiagnostic(view, placed, finding, language)],
      isPreferred,
      edit: { changes: { [view.uri]: edits.map((edit) => toEdit(view, placed, edit)) } },
    };
  }

  function fixAll(view: View): CodeAction[] {
    const settings = workspace.settingsFor(view.uri);
    const change = mended(service, view.file, { snapshot: workspace.snapshot, uri: view.uri }, settings);
    if (change === undefined) return [];
    const range = { start: toPosition(view, change.range.start), end: toPosition(view, change.range.end) };
    const title = say(settings.language, message('rules.fixAll'));
    return [{ title, kind: FIX_ALL, edit: { changes: { [view.uri]: [{ range, newText: change.text }] } } }];
  }
}

type PlacedEdits = PlacedFinding['finding']['fixes'][number]['edits'];

/** `source.fixAll.kijabi` is within `source.fixAll` and `source`. */
function isWithin(kind: string, only: string): boolean {
  return kind === only || kind.startsWith(`${only}.`);
}

function documentsAt({ file }: View, { start, end }: Range): View['file']['documents'] {
  return file.documents.filter((placed) => placed.start <= end && start <= placed.start + placed.document.text.length);
}
