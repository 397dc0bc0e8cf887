import { text, type ViewProps } from './props.ts';

/** Opens the note that explains what is shown here. */
export function NoteLink({ state, ask, note }: Pick<ViewProps, 'state' | 'ask'> & { readonly note: string }) {
  const words = `${text(state, 'panel.openNote')}: ${note}`;
  return (
    <button type="button" class="note-link" title={words} aria-label={words} onClick={() => ask({ type: 'openNote', id: note })}>
      {text(state, 'panel.note')}
    </button>
  );
}
