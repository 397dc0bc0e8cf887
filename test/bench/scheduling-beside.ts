import { openRecorder } from '../golden/record/recorder.ts';
import type { Measurement } from './measurement.ts';
import { type Kind, place } from './scheduling.ts';

/** What the recorder calls each kind of pod. */
const NAMES: Readonly<Record<Kind, string>> = { plain: 'plain', 'zone spread': 'spread', 'preferred anti-affinity': 'anti' };
const PODS = 1000;
/** Rounds of each, one after the other, so that a busy moment of the machine slows both. */
const ROUNDS = 3;

/** What `recorder bench` says of the real scheduler, in milliseconds. */
interface Timing {
  readonly medianMs: number;
}

/** The real scheduler and ours in one run on this machine: the same nodes and pods, the time of its own cycle and of ours. */
export async function* measurements(isWanted: (name: string) => boolean): AsyncGenerator<Measurement> {
  const pairs = (Object.keys(NAMES) as Kind[]).flatMap((kind) => [100, 5000].map((nodes) => ({ kind, nodes })));
  const wanted = pairs.filter(({ kind, nodes }) => isWanted(nameOf(kind, nodes)));
  if (wanted.length === 0) return;
  const recorder = openRecorder();
  if ('missing' in recorder) {
    console.log(`schedule beside the real one: skipped, ${recorder.missing}`);
    return;
  }
  for (const { kind, nodes } of wanted) {
    const real: number[] = [];
    const own: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [timing] = recorder.run(['bench', String(nodes), String(PODS), NAMES[kind]]) as readonly Timing[];
      real.push(timing?.medianMs ?? Number.NaN);
      own.push(median(place(nodes, PODS, kind).perPodMs));
    }
    yield { name: `${nameOf(kind, nodes)}: the real one`, unit: 'ms', values: real };
    yield { name: `${nameOf(kind, nodes)}: ours`, unit: 'ms', values: own };
    // At least twice as fast.
    yield {
      name: `${nameOf(kind, nodes)}: ours / the real one`,
      unit: '×',
      values: own.map((ms, round) => ms / (real[round] ?? 1)),
      target: 0.5,
    };
  }
}

function nameOf(kind: Kind, nodes: number): string {
  return `beside: ${kind}, a pod at ${nodes} nodes`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
