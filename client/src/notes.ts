import { commands, type ExtensionContext, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { type NoteParams, type NoteSummary, type NotesParams, type NoteText, REQUESTS } from '../../server/src/core/protocol.ts';
import { say } from '../../server/src/core/text/text.ts';
import type { KijabiClient } from './client.ts';
import { language } from './language.ts';

const SCHEME = 'kijabi-note';

/** `kijabi.openNote`: a note as a readable page; without an id, the one of the field under the cursor, or a search over all. */
export function registerNotes(context: ExtensionContext, client: KijabiClient): void {
  const pages = workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const params: NoteParams = { language: language(), id: uri.path.replace(/^\/|\.md$/g, '') };
      const note = await client.sendRequest<NoteText | null>(REQUESTS.note, params);
      return note?.markdown ?? say(language(), { key: 'client.noNote', values: { id: params.id ?? '' } });
    },
  });
  const open = commands.registerCommand('kijabi.openNote', async (wanted?: unknown) => {
    const id = typeof wanted === 'string' ? wanted : await chooseNote(client);
    if (id !== undefined) await commands.executeCommand('markdown.showPreview', Uri.from({ scheme: SCHEME, path: `/${id}.md` }));
  });
  context.subscriptions.push(pages, open);
}

async function chooseNote(client: KijabiClient): Promise<string | undefined> {
  const [notes, here] = await Promise.all([
    client.sendRequest<NoteSummary[]>(REQUESTS.notes, { language: language() } satisfies NotesParams),
    noteAtCursor(client),
  ]);
  const ordered = here === undefined ? notes : [here, ...notes.filter(({ id }) => id !== here.id)];
  const picks: (QuickPickItem & { id: string })[] = ordered.map(({ id, title, summary }) => ({
    id,
    label: title,
    description: id,
    detail: summary,
  }));
  const placeHolder = say(language(), { key: 'client.searchNotes', values: {} });
  const chosen = await window.showQuickPick(picks, { placeHolder, matchOnDescription: true, matchOnDetail: true });
  return chosen?.id;
}

async function noteAtCursor(client: KijabiClient): Promise<NoteSummary | undefined> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document);
  const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
  const params: NoteParams = { language: language(), textDocument, position };
  return (await client.sendRequest<NoteText | null>(REQUESTS.note, params)) ?? undefined;
}
