import { existsSync } from 'node:fs';
import path from 'node:path';
import { customResourcesIn } from '../core/kube/custom-kinds.ts';
import type { CustomResource } from '../core/kube/custom-resource.ts';
import { message } from '../core/text/text.ts';
import { createFile } from '../core/yaml/source-file.ts';
import { UsageError } from './io.ts';
import { inputFiles } from './walk.ts';

/** The kinds that CustomResourceDefinitions in these files and folders define. */
export function customResourcesAt(paths: readonly string[], cwd: string): readonly CustomResource[] {
  for (const each of paths) if (!existsSync(path.resolve(cwd, each))) throw new UsageError(message('cli.usage.noFile', { name: each }));
  return inputFiles(paths, cwd, () => []).flatMap(({ text }) => customResourcesIn(createFile(text)));
}
