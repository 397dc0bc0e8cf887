/** Entry of dist/cli.js: finds the command and turns what goes wrong into one line. */
import { type Language, type Message, type MessageKey, message, say } from '../core/text/text.ts';
import { EXIT, type Io, UsageError } from './io.ts';

type Command = (args: readonly string[], io: Io) => Promise<number>;

/** Loaded when called, so that `check` does not pay for the simulator. */
const COMMANDS = {
  check: async () => (await import('./check.ts')).run,
  simulate: async () => (await import('./simulate.ts')).run,
  schedule: async () => (await import('./schedule.ts')).run,
  explain: async () => (await import('./explain.ts')).run,
} as const satisfies Readonly<Record<string, () => Promise<Command>>>;

const HELP: Readonly<Record<keyof typeof COMMANDS, MessageKey>> = {
  check: 'cli.help.check',
  simulate: 'cli.help.simulate',
  schedule: 'cli.help.schedule',
  explain: 'cli.help.explain',
};

async function main(args: readonly string[], language: Language, io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || isHelp(name)) {
    io.out(say(language, message('cli.help')));
    return name === undefined ? EXIT.usage : EXIT.clean;
  }
  if (name === '--version') {
    io.out(`${process.env.KIJABI_VERSION}\n`);
    return EXIT.clean;
  }
  if (!isCommand(name)) throw new UsageError(message('cli.usage.noCommand', { name }));
  if (rest.some(isHelp)) {
    io.out(say(language, message(HELP[name])));
    return EXIT.clean;
  }
  const command = await COMMANDS[name]();
  return command(rest, io);
}

function isCommand(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name);
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** Known before the command reads its options, since what is wrong with those has to be said too. */
function languageOf(args: readonly string[]): Language {
  const next = args[args.indexOf('--lang') + 1];
  return args.includes('--lang=en') || (args.includes('--lang') && next === 'en') ? 'en' : 'ko';
}

/** What went wrong, as a sentence: the command's own words, or what is meant by a failure of Node's reading of options. */
function sentenceOf(failure: unknown, command = ''): Message {
  if (failure instanceof UsageError) return failure.told;
  const reason = (failure instanceof Error ? failure.message : String(failure)).split('\n')[0] ?? '';
  const code = String((failure as { code?: unknown }).code);
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return message('cli.usage.noOption', { command, option: /'([^']*)'/.exec(reason)?.[1] ?? reason });
  if (code.startsWith('ERR_PARSE_ARGS')) return message('cli.usage.optionValue', { command, reason });
  return message('cli.internal', { reason });
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

const args = process.argv.slice(2);
const language = languageOf(args);
main(args, language, io).then(
  (status) => {
    process.exitCode = status;
  },
  (failure: unknown) => {
    io.err(`kijabi: ${say(language, sentenceOf(failure, args[0]))}`);
    process.exitCode = EXIT.usage;
  },
);
