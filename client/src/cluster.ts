import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
/** What the simulator reads of a cluster; secrets are not among it. */
const RESOURCES =
  'nodes,namespaces,pods,services,persistentvolumes,persistentvolumeclaims,storageclasses,csinodes,csidrivers,csistoragecapacities,volumeattachments,priorityclasses,poddisruptionbudgets,resourcequotas,limitranges';

/**
 * The only place that starts kubectl, and only when a person has just picked a context: it reads, never writes.
 * Failures carry kubectl's own words.
 */
export async function kubectlContexts(): Promise<readonly string[]> {
  const { stdout } = await run('kubectl', ['config', 'get-contexts', '--output=name'], { timeout: TIMEOUT_MS });
  return stdout.split('\n').filter((line) => line !== '');
}

/** The objects of a cluster as one YAML List, through the chosen context. */
export async function readCluster(context: string): Promise<string> {
  const { stdout } = await run('kubectl', ['--context', context, 'get', RESOURCES, '--all-namespaces', '--output=yaml'], {
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout;
}
