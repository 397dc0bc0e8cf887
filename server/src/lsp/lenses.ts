import type { CodeLens, Connection, InlayHint } from 'vscode-languageserver/node';
import { hintsOf } from '../core/features/hints.ts';
import { lensesOf } from '../core/features/lens.ts';
import type { Service } from '../core/features/service.ts';
import { say } from '../core/text/text.ts';
import { toOffset, toPosition, toRange } from './convert.ts';
import type { Guard } from './guard.ts';
import type { Placements } from './placements.ts';
import type { Workspace } from './workspace.ts';

/** Words above workloads and behind lines; settings turn both off. */
export function registerLenses(connection: Connection, workspace: Workspace, service: Service, guard: Guard, placements: Placements): void {
  connection.onCodeLens(
    guard('codeLens', [], ({ textDocument: { uri } }): CodeLens[] => {
      const view = workspace.view(uri);
      if (view === undefined || !workspace.config.codeLens) return [];
      const { version, language } = workspace.settingsFor(uri);
      return view.file.documents.flatMap((placed) =>
        lensesOf(placed.document, service.catalog(version), (resource) => placements.lensOn(uri, resource)).map(({ range, title }) => ({
          range: toRange(view, placed, range),
          command: { title: say(language, title), command: 'kijabi.openPreview', arguments: [uri] },
        })),
      );
    }),
  );
  connection.languages.inlayHint.on(
    guard('inlayHint', [], ({ textDocument: { uri }, range }): InlayHint[] => {
      const view = workspace.view(uri);
      if (view === undefined || !workspace.config.inlayHints) return [];
      const { version, language } = workspace.settingsFor(uri);
      const { hints } = workspace.config;
      const nowMs = Date.now();
      const [start, end] = [toOffset(view, range.start), toOffset(view, range.end)];
      const seen = view.file.documents.filter((placed) => placed.start <= end && start <= placed.start + placed.document.text.length);
      return seen.flatMap((placed) =>
        hintsOf(placed.document, service.catalog(version), language, hints, nowMs).map(({ offset, text }) => ({
          position: toPosition(view, placed.start + offset),
          label: text,
          paddingLeft: true,
        })),
      );
    }),
  );
}
