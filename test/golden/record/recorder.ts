import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The real Kubernetes: the program of test/golden/recorder, built and ready. */
export interface Recorder {
  /** Runs a command of it on files, given as name and text. Gives the lines of its answer, one JSON value each. */
  ask(command: readonly string[], files: readonly { readonly name: string; readonly text: string }[]): readonly unknown[];
  /** The same for a command that reads no files. */
  run(command: readonly string[]): readonly unknown[];
}

/** Why there is no recorder on this machine, in one line. */
export interface Missing {
  readonly missing: string;
}

const FOLDER = path.join(import.meta.dirname, '..', 'recorder');
const BINARY = path.join(FOLDER, 'bin', 'recorder');
const STAMP = path.join(FOLDER, 'bin', 'stamp');
/** Go is often there without being on the PATH. */
const USUAL_FOLDER = '/usr/local/go/bin';
/** Nothing the recorder plays takes longer; what does hangs. */
const LONGEST_MS = 1_200_000;
const LONGEST_ANSWER_BYTES = 1 << 30;
/** Command lines have a limit. */
const FILES_AT_ONCE = 400;

/** Builds the recorder unless it is up to date. With `build: false` an outdated one counts as missing. */
export function openRecorder({ build = true } = {}): Recorder | Missing {
  const stamp = sourceStamp();
  if (!existsSync(BINARY) || !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== stamp) {
    if (!build) return { missing: 'the recorder is not built (npm run golden:record builds it)' };
    const failed = buildRecorder();
    if (failed !== undefined) return { missing: failed };
    writeFileSync(STAMP, stamp);
  }
  return { ask, run };
}

function ask(command: readonly string[], files: readonly { readonly name: string; readonly text: string }[]): readonly unknown[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kijabi-record-'));
  try {
    const paths = files.map(({ name, text }) => {
      const file = path.join(folder, name);
      writeFileSync(file, text);
      return file;
    });
    const answers: unknown[] = [];
    for (let first = 0; first < paths.length; first += FILES_AT_ONCE) {
      answers.push(...run([...command, ...paths.slice(first, first + FILES_AT_ONCE)]));
    }
    return answers;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(command: readonly string[]): readonly unknown[] {
  const done = spawnSync(BINARY, command, { encoding: 'utf8', timeout: LONGEST_MS, maxBuffer: LONGEST_ANSWER_BYTES });
  if (done.status !== 0) throw new Error(`recorder ${command[0]} ended with ${done.status ?? done.signal}: ${done.stderr.slice(0, 2000)}`);
  return done.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** Gives what is wrong, in one line, or nothing when the binary is there. */
function buildRecorder(): string | undefined {
  const wanted = /^go (\d+)\.(\d+)/m.exec(readFileSync(path.join(FOLDER, 'go.mod'), 'utf8'));
  const env = {
    ...process.env,
    PATH: `${process.env.PATH}${path.delimiter}${USUAL_FOLDER}`,
    GOFLAGS: '-buildvcs=false',
    GOTOOLCHAIN: 'local',
  };
  const found = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env, cwd: os.tmpdir() });
  const need = `the recorder needs Go ${wanted?.[1]}.${wanted?.[2]} or newer on the PATH (https://go.dev/dl)`;
  if (found.status !== 0) return `${need}; none was found`;
  const has = /go(\d+)\.(\d+)/.exec(found.stdout);
  const isTooOld = Number(has?.[1]) < Number(wanted?.[1]) || (has?.[1] === wanted?.[1] && Number(has?.[2]) < Number(wanted?.[2]));
  if (isTooOld) return `${need}; this is ${found.stdout.trim()}`;
  console.error('building the recorder (minutes the first time, seconds afterwards) …');
  mkdirSync(path.dirname(BINARY), { recursive: true });
  const built = spawnSync('go', ['build', '-o', BINARY, '.'], { cwd: FOLDER, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return built.status === 0 ? undefined : 'the recorder could not be built (see above)';
}

/** Changes whenever a source of the recorder does. */
function sourceStamp(): string {
  const hash = createHash('sha256');
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).sort();
  for (const file of files) {
    if (/(\.go|\.s|go\.mod|go\.sum)$/.test(file)) hash.update(file).update(readFileSync(path.join(FOLDER, file)));
  }
  return hash.digest('hex');
}
