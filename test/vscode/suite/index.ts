/** Runs the suite inside VS Code's extension host and writes its counts where the runner looks for them. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

export function run(): Promise<void> {
  const log = process.env.KIJABI_TEST_LOG;
  if (log !== undefined) {
    // The extension host's console is mixed with VS Code's own words; a file of our own stays clean.
    (Mocha.reporters.Base as unknown as { consoleLog: (...words: unknown[]) => void }).consoleLog = (...words) =>
      appendFileSync(log, `${format(...words)}\n`);
  }
  const mocha = new Mocha({ ui: 'tdd', timeout: 120_000, color: false });
  mocha.suite.emit('pre-require', globalThis, 'kijabi', mocha);
  require('./editor.test.ts');
  require('./panel.test.ts');
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failed) => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      const result = process.env.KIJABI_TEST_RESULT;
      if (result !== undefined) writeFileSync(result, JSON.stringify({ passes, failures, pending }));
      if (failed > 0) reject(new Error(`${failed} tests failed`));
      else resolve();
    });
  });
}
