/** A page of words beside a rule or a note: front matter of plain `key: value` lines, a title, a text. */
export interface Page {
  readonly head: Readonly<Record<string, string>>;
  readonly title: string;
  /** All that follows the front matter. */
  readonly body: string;
}

export function readPage(text: string): Page {
  const [, front = '', body = text] = /^---\n([\s\S]*?)\n---\n+([\s\S]*)$/.exec(text) ?? [];
  const head = Object.fromEntries(
    front.split('\n').flatMap((line) => {
      const [, key, value] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, value ?? '']];
    }),
  );
  return { head, title: /^# (.+)$/m.exec(body)?.[1] ?? '', body };
}

/** The `yaml <kind>` blocks of a page, e.g. its `bad`, `fixed` and `good` examples. */
export function examplesOf(page: Page, kind: string): readonly string[] {
  const blocks = page.body.matchAll(/^```yaml (\w+)[^\n]*\n([\s\S]*?)^```/gm);
  return [...blocks].filter(([, name]) => name === kind).map(([, , text]) => text ?? '');
}
