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

interface NotePick extends QuickPickItem {
  readonly id: string;
}

/** Asks which note to open. The server searches, as it has the bodies; the list shows whatever it found. */
async function chooseNote(client: KijabiClient): Promise<string | undefined> {
  const here = await noteAtCursor(client);
  const box = window.createQuickPick<NotePick>();
  box.placeholder = say(language(), { key: 'client.searchNotes', values: {} });
  const search = async (): Promise<void> => {
    const params: NotesParams = { language: language(), search: box.value };
    const notes = await client.sendRequest<NoteSummary[]>(REQUESTS.notes, params);
    // A slower answer to what was typed before must not replace a newer one.
    if (params.search === box.value) box.items = picksOf(notes, box.value === '' ? here : undefined);
  };
  return new Promise((resolve, reject) => {
    box.onDidChangeValue(() => search().catch(reject));
    box.onDidAccept(() => {
      resolve(box.selectedItems[0]?.id);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
    search().catch(reject);
  });
}

/** The note under the cursor goes first. */
function picksOf(notes: readonly NoteSummary[], here: NoteSummary | undefined): NotePick[] {
  const ordered = here === undefined ? notes : [here, ...notes.filter(({ id }) => id !== here.id)];
  return ordered.map(({ id, title, summary, found }) => ({
    id,
    label: title,
    description: id,
    detail: found ?? summary,
    alwaysShow: true,
  }));
}

async function noteAtCursor(client: KijabiClient): Promise<NoteSummary | undefined> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document);
  const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
  const params: NoteParams = { language: language(), textDocument, position };
  return (await client.sendRequest<NoteText | null>(REQUESTS.note, params)) ?? undefined;
}
