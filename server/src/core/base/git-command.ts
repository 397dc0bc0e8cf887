/**
 * How git is asked for a committed file so that nothing of the workspace runs: `cat-file` of a blob knows no textconv, no filter,
 * no hook and no pager; no monitor of files is started, no lock taken, nothing fetched, nobody asked for a password.
 * `name` counts from the folder in which git is started.
 */
export function committedFileCommand(revision: string, name: string): readonly string[] {
  return [...QUIET, 'cat-file', 'blob', `${revision}:./${name}`];
}

/** The names below `names` that a revision has. */
export function committedNamesCommand(revision: string, names: readonly string[]): readonly string[] {
  return [...QUIET, 'ls-tree', '-r', '-z', '--name-only', revision, '--', ...names];
}

export const GIT_ENVIRONMENT = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
} as const;

const QUIET = ['--no-optional-locks', '--no-pager', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'] as const;
