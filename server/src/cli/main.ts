/** Entry of dist/cli.js: finds the command and turns what goes wrong into one line. */
import { EXIT, type Io, UsageError } from './io.ts';

type Command = (args: readonly string[], io: Io) => Promise<number>;

/** Loaded when called, so that `check` does not pay for the simulator. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.ts')).run,
  simulate: async () => (await import('./simulate.ts')).run,
  schedule: async () => (await import('./schedule.ts')).run,
  explain: async () => (await import('./explain.ts')).run,
};

const USAGE = `kijabi check    [PATH…|-]  [--kubernetes-version V] [--format text|json|sarif|github] [--rule ID=SEVERITY]… [--fix|--fix-dry-run] [--crd PATH]… [--as-manifest]
kijabi simulate [PATH…|-]  [--cluster PRESET|FILE] [--scenario FILE] [--from FILE|git-revision] [--until 10m] [--seed N] [--format text|json] [--assert EXPR]…
kijabi schedule [PATH…|-]  [--cluster PRESET|FILE] [--scheduler-config FILE] [--kubernetes-version V] [--all-filters] [--format text|json] [--replay [--retry end|immediate]]
kijabi explain  KIND[.FIELD…] [--kubernetes-version V]
all: [--lang ko|en] (default ko)`;

async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.out(`${USAGE}\n`);
    return name === undefined ? EXIT.usage : EXIT.clean;
  }
  if (name === '--version') {
    io.out(`${process.env.KIJABI_VERSION}\n`);
    return EXIT.clean;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) throw new UsageError(`unknown command ${name} (try kijabi --help)`);
  const command = await load();
  return command(rest, io);
}

const io: Io = {
  cwd: process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(`${text}\n`),
  async read() {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  },
};

// `kijabi check | head` closes our output early: that is the reader's choice, not a failure.
process.stdout.on('error', (failure: NodeJS.ErrnoException) => process.exit(failure.code === 'EPIPE' ? EXIT.clean : EXIT.usage));

main(process.argv.slice(2), io).then(
  (status) => {
    process.exitCode = status;
  },
  (failure: unknown) => {
    const code = (failure as { code?: unknown }).code;
    const isUsage = failure instanceof UsageError || (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'));
    const reason = failure instanceof Error ? failure.message : String(failure);
    io.err(isUsage ? `kijabi: ${reason.split('\n')[0]}` : `kijabi: internal error: ${reason.split('\n')[0]}`);
    process.exitCode = EXIT.usage;
  },
);
