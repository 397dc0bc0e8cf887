/** What a person takes away: the timeline as a picture, the run as a report. Pure. */
import { idOf } from '../../server/src/core/sim/trace.ts';
import { firstColourOf } from './colours.ts';
import { areasOf, clock, podRows } from './layout.ts';
import { endOf, type State } from './state.ts';
import { scaleOf, shownMsOf } from './time-scale.ts';

const WIDTH = 900;
const ROW = 14;
const AREA = 80;
const MARGIN = 20;
/** A picture stands alone, so its colours cannot be the theme's. */
const COLOURS = ['#4e79a7', '#f28e2b', '#59a14f', '#b07aa1', '#76b7b2', '#edc948'];

/** The counts and the pods' lives as SVG. */
export function svgPicture(state: State): string {
  const { result } = state;
  if (result === undefined) return '';
  const end = endOf(state);
  const scale = scaleOf(result);
  const x = (timeMs: number): number => (shownMsOf(scale, timeMs) / scale.shownEndMs) * WIDTH;
  const rows = podRows(result);
  const height = MARGIN * 3 + AREA * result.series.length + ROW * rows.length;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH + 2 * MARGIN}" height="${height}" font-family="sans-serif" font-size="11">`,
  ];
  parts.push(
    `<rect width="100%" height="100%" fill="#fff"/><text x="${MARGIN}" y="16">${escapeXml(`${result.title} · ${result.cluster} · ${clock(end)}`)}</text>`,
  );
  result.series.forEach((series, index) => {
    const areas = areasOf(series, firstColourOf(result, idOf(series.workload)), scale, WIDTH, AREA - 10);
    const paths = areas.paths.map(({ colour, d }) => `<path d="${d}" fill="${paint(colour)}" opacity="0.7"/>`).join('');
    const lines = `<path d="${areas.desired}" fill="none" stroke="#333"/><path d="${areas.minimum}" fill="none" stroke="#333" stroke-dasharray="4 3"/>`;
    parts.push(`<g transform="translate(${MARGIN} ${MARGIN + 6 + index * AREA})">${paths}${lines}</g>`);
  });
  const top = MARGIN * 2 + AREA * result.series.length;
  rows.forEach((row, index) => {
    const y = top + index * ROW;
    for (const { from, to, form } of row.stretches) {
      const width = Math.max(1, x(to) - x(from));
      parts.push(
        `<rect x="${(MARGIN + x(from)).toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 3}" fill="${paint(row.colour)}" opacity="${form === 'ready' ? 1 : 0.35}"><title>${form}</title></rect>`,
      );
    }
    parts.push(`<text x="${MARGIN}" y="${y + ROW - 4}">${escapeXml(row.name)}</text>`);
  });
  return `${parts.join('\n')}\n</svg>\n`;
}

function paint(colour: number): string {
  return COLOURS[colour % COLOURS.length] ?? '#888';
}

function escapeXml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Findings, decisions and events as Markdown. */
export function markdownReport(state: State): string {
  const { result } = state;
  if (result === undefined) return '';
  const findings = result.findings.map((finding) => `- **${finding.severity}** ${finding.message}`);
  const decisions = result.decisions.map(
    ({ timeMs, decision }) => `| ${timeMs < 0 ? '—' : clock(timeMs)} | ${decision.pod} | ${decision.node || '—'} | ${decision.message} |`,
  );
  const events = result.entries.flatMap(({ timeMs, object, what }) =>
    what.verb === 'event' ? [`| ${clock(timeMs)} | ${object.kind}/${object.name} | ${what.reason} | ${what.message} |`] : [],
  );
  return [
    `# ${result.title}`,
    `Kubernetes ${result.kubernetesVersion} · ${result.cluster} · seed ${result.seed}`,
    ...findings,
    '',
    '| time | pod | node | message |\n|---|---|---|---|',
    ...decisions,
    '',
    '| time | object | reason | message |\n|---|---|---|---|',
    ...events,
    '',
  ].join('\n');
}
