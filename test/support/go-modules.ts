import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './lsp-client.ts';

/** Where Go keeps the Kubernetes that the recorder is built from; the folder may not be there. */
export function kubernetesModule(): string {
  const { GOMODCACHE, GOPATH } = process.env;
  const modules = GOMODCACHE ?? path.join(GOPATH ?? path.join(os.homedir(), 'go'), 'pkg/mod');
  const goMod = readFileSync(path.join(ROOT, 'test/golden/recorder/go.mod'), 'utf8');
  return path.join(modules, `k8s.io/kubernetes@${/k8s\.io\/kubernetes (v\S+)/.exec(goMod)?.[1]}`);
}
