import { drawnWhen } from '../drawn-when.ts';
import type { Scene } from '../scene.ts';
import type { ViewProps } from './props.ts';

/** More lines than these are a thicket. */
const MOST_LINES = 80;

/** Lines from the selected Service to the pods that receive its traffic now; the shares are told in words at either end. */
export const TrafficLines = drawnWhen<Pick<ViewProps, 'state'> & { readonly scene: Scene }>(
  ({ state, scene }) => [scene, state.selected, state.language],
  ({ scene: { traffic } }) =>
    traffic === undefined ? null : (
      <svg class="traffic-lines" aria-hidden="true" ref={(svg) => follow(svg)}>
        <path />
      </svg>
    ),
);

const followed = new WeakSet<SVGSVGElement>();

/** Draws now, and again whenever the place changes its size. */
function follow(svg: SVGSVGElement | null): void {
  if (svg === null) return;
  connect(svg);
  if (followed.has(svg) || svg.parentElement === null) return;
  followed.add(svg);
  new ResizeObserver(() => connect(svg)).observe(svg.parentElement);
}

/** Where things stand is known only once the browser has laid them out. */
function connect(svg: SVGSVGElement): void {
  const place = svg.parentElement;
  const service = place?.querySelector('.services .chip.selected');
  if (place === null || service === null || service === undefined) return;
  const { left, top } = place.getBoundingClientRect();
  const from = service.getBoundingClientRect();
  const x = from.left + from.width / 2 - left;
  const y = from.bottom - top;
  const lines = [...place.querySelectorAll('.pod.receiving')].slice(0, MOST_LINES).map((pod) => {
    const to = pod.getBoundingClientRect();
    const endX = to.left + to.width / 2 - left;
    const endY = to.top - top;
    const half = (y + endY) / 2;
    return `M${x} ${y}C${x} ${half} ${endX} ${half} ${endX} ${endY}`;
  });
  svg.firstElementChild?.setAttribute('d', lines.join(''));
}
