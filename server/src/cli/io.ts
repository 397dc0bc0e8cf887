import { type Message, say } from '../core/text/text.ts';

/** How a command speaks: standard output, standard error, and the folder it was started in. */
export interface Io {
  readonly cwd: string;
  out(text: string): void;
  /** One clear line on standard error. */
  err(text: string): void;
  /** All of standard input. */
  read(): Promise<string>;
}

/** Exit statuses of every command. */
export const EXIT = { clean: 0, findings: 1, usage: 2 } as const;

/** Bad usage or unreadable input: ends a command with status 2 and this one line, in the language of the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly told: Message;
  constructor(told: Message) {
    super(say('en', told));
    this.told = told;
  }
}
