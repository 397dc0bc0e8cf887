import type { FromPanel, PreviewResult } from '../../../server/src/core/protocol.ts';
import { markdownReport, svgPicture } from '../export.ts';
import { pngPicture } from '../png.ts';
import type { State } from '../state.ts';
import { type TextKey, text, type ViewProps } from './props.ts';

type Saved = Omit<Extract<FromPanel, { type: 'save' }>, 'type'>;

interface Export {
  readonly title: TextKey;
  readonly make: (state: State, result: PreviewResult) => Saved | Promise<Saved>;
}

const EXPORTS: readonly Export[] = [
  { title: 'panel.exportPicture', make: (state) => ({ name: 'kijabi.svg', content: svgPicture(state) }) },
  {
    title: 'panel.exportPng',
    make: async (state) => ({ name: 'kijabi.png', content: await pngPicture(svgPicture(state)), base64: true }),
  },
  { title: 'panel.exportScenario', make: (_, { scenarioFile }) => ({ name: 'kijabi-scenario.yaml', content: scenarioFile }) },
  { title: 'panel.exportReport', make: (state) => ({ name: 'kijabi.md', content: markdownReport(state) }) },
  { title: 'panel.exportTrace', make: (_, result) => ({ name: 'kijabi-trace.json', content: JSON.stringify(result, null, 1) }) },
];

/** What a person takes away. */
export function ExportMenu({ state, ask, result }: ViewProps & { readonly result: PreviewResult }) {
  const close = (inside: EventTarget | null): void => {
    if (inside instanceof Element) inside.closest('details')?.removeAttribute('open');
  };
  return (
    <details class="menu" onKeyDown={(event) => event.key === 'Escape' && close(event.currentTarget)}>
      <summary>{text(state, 'panel.export')}</summary>
      <div class="menu-items">
        {EXPORTS.map(({ title, make }) => (
          <button
            key={title}
            type="button"
            onClick={async ({ currentTarget }) => {
              close(currentTarget);
              ask({ type: 'save', ...(await make(state, result)) });
            }}
          >
            {text(state, title)}
          </button>
        ))}
      </div>
    </details>
  );
}
