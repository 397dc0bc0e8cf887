/** Installs the VS Code under test into test/vscode/node_modules, once per lock file. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const HERE = import.meta.dirname;
/** Where VS Code's own files are. */
export const VSCODE_DIR = path.join(HERE, 'node_modules/code-server/lib/vscode');

/** The Node that this VS Code was built for (its server does not run on Node 20). */
export function nodeOfVSCode(): string {
  const own = path.join(HERE, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  return existsSync(own) ? own : process.execPath;
}

export function ensureVSCode(): void {
  const wanted = readFileSync(path.join(HERE, 'package-lock.json'), 'utf8');
  const mark = path.join(HERE, 'node_modules/.installed-lock.json');
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
    // Install scripts would ask for a compiler and for Node 24 on the PATH; running tests needs neither.
    const run = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: HERE,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`npm ci in ${HERE} failed with ${run.status}\n${run.stderr}`);
    writeFileSync(mark, wanted);
  }
  // The browser is served TextMate and Oniguruma from here, while the server resolves packages upwards.
  const link = path.join(VSCODE_DIR, 'node_modules');
  if (!existsSync(link)) symlinkSync('../../../../node_modules', link);
}
