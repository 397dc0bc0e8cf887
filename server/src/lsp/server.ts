import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type CompletionItem,
  type Connection,
  type FoldingRange,
  type InitializeParams,
  type InitializeResult,
  InlayHintRefreshRequest,
  type Location as LspLocation,
  MarkupKind,
  PositionEncodingKind,
  type SelectionRange,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { DocumentationKey } from '../core/features/completion.ts';
import type { Location, LocationRequest } from '../core/features/definition.ts';
import { noteSummary, openNote } from '../core/features/note-text.ts';
import { clusterText } from '../core/features/preview/cluster-text.ts';
import { searchNotes } from '../core/features/search-notes.ts';
import type { Service } from '../core/features/service.ts';
import { depthFor } from '../core/features/structure.ts';
import {
  CLUSTER_NOTIFICATION,
  type ClusterParams,
  type ClusterTextParams,
  type NoteParams,
  type NotesParams,
  REQUESTS,
} from '../core/protocol.ts';
import type { PlacedDocument } from '../core/yaml/document.ts';
import { documentAt } from '../core/yaml/source-file.ts';
import { FIX_ALL, registerCodeActions } from './code-actions.ts';
import { readConfig, versionNamed } from './config.ts';
import { toCompletionItem, toOffset, toRange, toSymbol, type View } from './convert.ts';
import { CustomKinds } from './custom-kinds.ts';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import { createGuard } from './guard.ts';
import { registerLenses } from './lenses.ts';
import { createNoteLinks } from './note-links.ts';
import { Placements } from './placements.ts';
import { Reports } from './reports.ts';
import { registerSimulations } from './simulations.ts';
import type { Simulator } from './simulator.ts';
import { Workspace } from './workspace.ts';

/** What a client can do, as far as it matters. */
interface Client {
  readonly pulls: boolean;
  readonly configures: boolean;
  readonly asksAgain: boolean;
  readonly opensNotes: boolean;
  readonly watches: boolean;
  readonly showsLenses: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  readonly showsProgress: boolean;
  readonly displayLanguage: string;
  readonly folders: readonly string[];
}

const NO_CLIENT: Client = {
  pulls: false,
  configures: false,
  asksAgain: false,
  opensNotes: false,
  watches: false,
  showsLenses: false,
  refreshesLenses: false,
  refreshesHints: false,
  showsProgress: false,
  displayLanguage: '',
  folders: [],
};

/** Hangs every feature on a connection: a table of registrations, nothing else. */
export function startServer(connection: Connection, service: Service, simulator: Simulator): void {
  const changed = (uri?: string): void => {
    diagnostics.changed(uri);
    placements.changed(uri === undefined);
  };
  const customKinds = new CustomKinds((resources) => {
    service.define(resources);
    changed();
  });
  const workspace = new Workspace(customKinds);
  const placements = new Placements({
    workspace,
    service,
    simulator,
    console: connection.console,
    showsLenses: () => client.showsLenses,
    onChange: (areFindingsOther) => {
      if (areFindingsOther) diagnostics.changed();
      refresh(CodeLensRefreshRequest, client.refreshesLenses);
    },
  });
  const reports = new Reports(workspace, service, (uri) => (document) => placements.findingsOn(uri, document));
  const guard = createGuard(connection.console);
  let client: Client = NO_CLIENT;
  let diagnostics: Diagnostics = createDiagnostics({ connection, workspace, service, reports, pulls: false });

  /** Lenses and hints are asked for again after edits only: whatever else changes them has to be said. */
  function refresh(request: typeof CodeLensRefreshRequest | typeof InlayHintRefreshRequest, isKnown: boolean): void {
    const refused = (reason: Error): void => connection.console.info(`${request.method}: ${reason.message}`);
    if (isKnown) void connection.sendRequest(request.type).then(undefined, refused);
  }

  connection.onInitialize((params) => {
    client = readClient(params);
    workspace.config = readConfig(params.initializationOptions?.settings, client.displayLanguage);
    workspace.encoding = offersUtf16(params) ? 'utf-16' : 'utf-8';
    workspace.noteOn = client.opensNotes ? createNoteLinks(service) : undefined;
    diagnostics = createDiagnostics({ connection, workspace, service, reports, pulls: client.pulls });
    return capabilities(workspace, client);
  });

  async function reconfigure(settings: unknown): Promise<void> {
    const pulled = client.configures ? await connection.workspace.getConfiguration('kijabi') : settings;
    const { cluster } = workspace.config;
    workspace.config = readConfig(pulled, client.displayLanguage);
    // The latest choice counts.
    if (workspace.config.cluster !== cluster) workspace.pickedCluster = undefined;
    await workspace.readNamedDefinitions();
    changed();
  }

  connection.onInitialized(
    guard('initialized', undefined, async () => {
      if (client.configures) await reconfigure(undefined);
      await workspace.index(client.folders);
      changed();
    }),
  );
  connection.onDidChangeConfiguration(
    guard('didChangeConfiguration', undefined, async ({ settings }) => {
      await reconfigure((settings as { kijabi?: unknown } | null)?.kijabi);
      refresh(CodeLensRefreshRequest, client.refreshesLenses);
      refresh(InlayHintRefreshRequest, client.refreshesHints);
    }),
  );
  connection.onRequest(REQUESTS.clusterText, ({ preset }: ClusterTextParams) => clusterText(preset));
  connection.onNotification(CLUSTER_NOTIFICATION, ({ name, text }: ClusterParams) => {
    workspace.pickedCluster = name === undefined || text === undefined ? undefined : { cluster: name, clusterText: text };
    changed();
  });
  connection.onDidOpenTextDocument(({ textDocument: { uri, text } }) => {
    workspace.didOpen(uri, text);
    changed(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri }, contentChanges }) => {
    workspace.didChange(uri, contentChanges);
    changed(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    diagnostics.forget(uri);
    placements.forget(uri);
    void workspace.didClose(uri);
  });
  connection.onDidChangeWatchedFiles(
    guard('didChangeWatchedFiles', undefined, async ({ changes }) => {
      for (const { uri } of changes) await workspace.reread(uri);
      changed();
    }),
  );

  /** The document at a position, with all that a feature asks about it. */
  function at(
    params: TextDocumentPositionParams,
  ): (LocationRequest & { readonly view: View; readonly placed: PlacedDocument }) | undefined {
    const { uri } = params.textDocument;
    const view = workspace.view(uri);
    if (view === undefined) return undefined;
    const offset = toOffset(view, params.position);
    const placed = documentAt(view.file, offset);
    const catalog = service.catalog(workspace.settingsFor(uri).version);
    return { snapshot: workspace.snapshot, uri, catalog, document: placed.document, offset: offset - placed.start, view, placed };
  }

  connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) =>
    diagnostics.pull(textDocument.uri, previousResultId, token),
  );
  connection.onCompletion(
    guard('completion', null, (params) => {
      const request = at(params);
      if (request === undefined || request.offset < 0) return null;
      const { items, isPartial } = service.complete(request);
      const { language } = workspace.config;
      return {
        isIncomplete: isPartial,
        items: items.map((item) => toCompletionItem(request.view, request.placed, item, language, client.asksAgain)),
      };
    }),
  );
  connection.onCompletionResolve((item: CompletionItem) => {
    const { uri, about } = (item.data ?? {}) as { uri?: string; about?: DocumentationKey };
    const { language } = workspace.config;
    const version = uri === undefined ? workspace.config.kubernetesVersion : workspace.settingsFor(uri).version;
    const text = about && uri !== undefined ? service.document(about, version, language) : undefined;
    const summary = about && noteSummary(service.note(language, version), about);
    const documentation = [summary, text].filter((each) => each !== undefined).join('\n\n');
    return documentation === '' ? item : { ...item, documentation: { kind: MarkupKind.PlainText, value: documentation } };
  });
  connection.onHover(
    guard('hover', null, (params) => {
      const request = at(params);
      if (request === undefined) return null;
      const found = service.hover({ ...request, language: workspace.config.language, note: service.note, nowMs: Date.now() });
      return found === undefined
        ? null
        : { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(request.view, request.placed, found.range) };
    }),
  );
  connection.onDocumentSymbol(
    guard('documentSymbol', [], ({ textDocument }) => {
      const view = workspace.view(textDocument.uri);
      const depth = depthFor(view?.file.documents.length ?? 0);
      return (
        view?.file.documents.flatMap((placed) => service.symbols(placed.document, depth).map((symbol) => toSymbol(view, placed, symbol))) ??
        []
      );
    }),
  );
  connection.onFoldingRanges(
    guard('foldingRange', [], ({ textDocument }) => {
      const view = workspace.view(textDocument.uri);
      const depth = depthFor(view?.file.documents.length ?? 0);
      return (
        view?.file.documents.flatMap((placed) =>
          service.folds(placed.document, depth).map(({ range, is }): FoldingRange => {
            const { start, end } = toRange(view, placed, range);
            return { startLine: start.line, endLine: end.line, kind: is };
          }),
        ) ?? []
      );
    }),
  );
  connection.onSelectionRanges(
    guard('selectionRange', [], ({ textDocument, positions }) =>
      positions.map((position) => {
        const request = at({ textDocument, position });
        const here = { start: position, end: position };
        if (request === undefined) return { range: here };
        const ranges = service.selections(request.document, request.offset).map((range) => toRange(request.view, request.placed, range));
        return (
          ranges.reduceRight<SelectionRange | undefined>(
            (parent, range) => (parent === undefined ? { range } : { range, parent }),
            undefined,
          ) ?? { range: here }
        );
      }),
    ),
  );

  function located(locations: readonly Location[]): LspLocation[] {
    return locations.flatMap(({ uri, document, range }) => {
      const view = workspace.view(uri);
      const placed = view?.file.documents.find((each) => each.document === document);
      return view === undefined || placed === undefined ? [] : [{ uri, range: toRange(view, placed, range) }];
    });
  }

  connection.onDefinition(
    guard('definition', [], (params) => {
      const request = at(params);
      return request === undefined ? [] : located(service.definitions(request));
    }),
  );
  connection.onReferences(
    guard('references', [], (params) => {
      const request = at(params);
      return request === undefined ? [] : located(service.references(request));
    }),
  );
  connection.onDocumentLinks(
    guard('documentLink', [], ({ textDocument: { uri } }) => {
      const view = workspace.view(uri);
      if (view === undefined) return [];
      const catalog = service.catalog(workspace.settingsFor(uri).version);
      return view.file.documents.flatMap((placed) =>
        service
          .links({ snapshot: workspace.snapshot, uri, catalog, document: placed.document })
          .map(({ range, target }) => ({ range: toRange(view, placed, range), target })),
      );
    }),
  );
  registerCodeActions({ connection, workspace, service, reports, guard });
  registerSimulations(connection, workspace, simulator, () => client.showsProgress);
  connection.onRequest(
    REQUESTS.notes,
    guard('notes', [], ({ language, search, version }: NotesParams) =>
      searchNotes(service.note(language, versionNamed(version) ?? workspace.config.kubernetesVersion), search),
    ),
  );
  connection.onRequest(
    REQUESTS.note,
    guard('note', null, ({ id, language, version: wanted, textDocument, position }: NoteParams) => {
      const version =
        versionNamed(wanted) ?? (textDocument ? workspace.settingsFor(textDocument.uri).version : workspace.config.kubernetesVersion);
      const place = textDocument && position && at({ textDocument, position });
      return openNote(service.note, { language, version, id, place });
    }),
  );
  registerLenses(connection, workspace, service, guard, placements);
  connection.onShutdown(() => {
    placements.stop();
    simulator.stop();
  });
  connection.listen();
}

function readClient({ capabilities, initializationOptions, workspaceFolders, rootUri, locale }: InitializeParams): Client {
  return {
    pulls: capabilities.textDocument?.diagnostic !== undefined,
    configures: capabilities.workspace?.configuration === true,
    // The command is VS Code's own: other clients would not know it.
    asksAgain: initializationOptions?.displayLanguage !== undefined,
    opensNotes: initializationOptions?.opensNotes === true,
    watches: capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsLenses: capabilities.textDocument?.codeLens !== undefined,
    refreshesLenses: capabilities.workspace?.codeLens?.refreshSupport === true,
    refreshesHints: capabilities.workspace?.inlayHint?.refreshSupport === true,
    showsProgress: capabilities.window?.workDoneProgress === true,
    displayLanguage: initializationOptions?.displayLanguage ?? locale ?? '',
    folders: workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]),
  };
}

function offersUtf16({ capabilities }: InitializeParams): boolean {
  const offered = capabilities.general?.positionEncodings;
  return offered === undefined || offered.includes(PositionEncodingKind.UTF16) || !offered.includes(PositionEncodingKind.UTF8);
}

function capabilities(workspace: Workspace, client: Client): InitializeResult {
  return {
    serverInfo: { name: 'kijabi' },
    capabilities: {
      positionEncoding: workspace.encoding,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      completionProvider: { triggerCharacters: [' ', ':', '-', '"', "'", '/', '.'], resolveProvider: true },
      hoverProvider: true,
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      documentLinkProvider: {},
      codeLensProvider: {},
      inlayHintProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
      ...(client.pulls ? { diagnosticProvider: { identifier: 'kijabi', interFileDependencies: true, workspaceDiagnostics: false } } : {}),
    },
  };
}
