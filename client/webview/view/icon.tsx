/** Signs drawn by ourselves: no font has to have them. Paths in a box of 16 by 16. */
const PATHS = {
  start: 'M3 3V13M13 3L6 8L13 13Z',
  back: 'M8 3L2 8L8 13ZM14 3L8 8L14 13Z',
  play: 'M4 2L14 8L4 14Z',
  pause: 'M4 3H7V13H4ZM9 3H12V13H9Z',
  forward: 'M2 3L8 8L2 13ZM8 3L14 8L8 13Z',
  end: 'M13 3V13M3 3L10 8L3 13Z',
  problem: 'M8 2L15 14H1ZM8 7V10M8 12V12.5',
  taint: 'M8 1.5A6.5 6.5 0 1 0 8 14.5A6.5 6.5 0 1 0 8 1.5ZM4.5 8H11.5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  const outlined = name === 'problem' || name === 'taint';
  return (
    <svg class={outlined ? 'icon outlined' : 'icon'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
