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
      const params: NoteParams = { language: language(), ...pageOf(uri) };
      const note = await client.sendRequest<NoteText | null>(REQUESTS.note, params);
      return note?.markdown ?? say(language(), { key: 'client.noNote', values: { id: params.id ?? '' } });
    },
  });
  const open = commands.registerCommand('kijabi.openNote', async (wanted?: unknown, version?: unknown) => {
    const page =
      typeof wanted === 'string' ? { id: wanted, ...(typeof version === 'string' ? { version } : {}) } : await chooseNote(client);
    if (page !== undefined) await commands.executeCommand('markdown.showPreview', uriOf(page));
  });
  context.subscriptions.push(pages, open);
}

/** A note as it reads for a version. */
interface Page {
  readonly id: string;
  readonly version?: string;
}

/** The version is a folder, so that links between pages keep it: `/1.34/pod/qos.md`. */
function uriOf({ id, version }: Page): Uri {
  return Uri.from({ scheme: SCHEME, path: `/${version === undefined ? '' : `${version}/`}${id}.md` });
}

function pageOf({ path }: Uri): Page {
  const [, version, id = ''] = /^\/(?:(\d+\.\d+)\/)?(.*)\.md$/.exec(path) ?? [];
  return { id, ...(version === undefined ? {} : { version }) };
}

interface NotePick extends QuickPickItem {
  readonly id: string;
}

/** Asks which note to open. The server searches, as it has the bodies; the list shows whatever it found. */
async function chooseNote(client: KijabiClient): Promise<Page | undefined> {
  const here = await noteAtCursor(client);
  const version = here === undefined ? {} : { version: here.version };
  const box = window.createQuickPick<NotePick>();
  box.placeholder = say(language(), { key: 'client.searchNotes', values: {} });
  const search = async (): Promise<void> => {
    const params: NotesParams = { language: language(), search: box.value, ...version };
    const notes = await client.sendRequest<NoteSummary[]>(REQUESTS.notes, params);
    // A slower answer to what was typed before must not replace a newer one.
    if (params.search === box.value) box.items = picksOf(notes, box.value === '' ? here : undefined);
  };
  return new Promise((resolve, reject) => {
    box.onDidChangeValue(() => search().catch(reject));
    box.onDidAccept(() => {
      const [chosen] = box.selectedItems;
      resolve(chosen && { id: chosen.id, ...version });
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

async function noteAtCursor(client: KijabiClient): Promise<NoteText | undefined> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document);
  const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
  const params: NoteParams = { language: language(), textDocument, position };
  return (await client.sendRequest<NoteText | null>(REQUESTS.note, params)) ?? undefined;
}
