import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { committedFileCommand, GIT_ENVIRONMENT } from '../../server/src/core/base/git-command.ts';

/** What the last commit has of a file; undefined where there is no commit, no such file in it, or no git. */
export type CommittedText = (file: string) => Promise<string | undefined>;

/** The first of several sources that knows the file. */
export function firstOf(sources: readonly CommittedText[]): CommittedText {
  return async (file) => {
    for (const source of sources) {
      const text = await source(file);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

/** The part of the API of VS Code's own git extension that is used here. */
export interface GitExtension {
  getAPI(version: 1): { getRepository(uri: unknown): { show(revision: string, file: string): Promise<string> } | null };
}

/** Through VS Code's git extension, if it is there and on. `uriOf` makes its kind of address. */
export function fromGitExtension(find: () => GitExtension | undefined, uriOf: (file: string) => unknown): CommittedText {
  return async (file) => {
    try {
      return await find()?.getAPI(1).getRepository(uriOf(file))?.show('HEAD', file);
    } catch {
      return undefined; // git extension off, file new, no commit yet: the next source is asked
    }
  };
}

/** Through the git program, which only reads. */
export const fromGitProgram: CommittedText = async (file) => {
  const command = committedFileCommand('HEAD', path.basename(file));
  const options = { cwd: path.dirname(file), env: { ...process.env, ...GIT_ENVIRONMENT }, timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES };
  try {
    return (await promisify(execFile)('git', command, options)).stdout;
  } catch {
    return undefined; // no git, no repository, a new file: there is nothing that was committed
  }
};

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;
