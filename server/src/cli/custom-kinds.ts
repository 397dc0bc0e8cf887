import { existsSync } from 'node:fs';
import path from 'node:path';
import { type CustomResource, readCustomResources } from '../core/kube/custom-resource.ts';
import { type CustomValidator, createCustomValidator } from '../core/kube/custom-validator.ts';
import type { FindCustomValidator } from '../core/verdict/custom.ts';
import { createFile, type SourceFile } from '../core/yaml/source-file.ts';
import { UsageError } from './io.ts';
import { inputFiles } from './walk.ts';

/** The kinds that CustomResourceDefinitions in these files and folders define. */
export function customResourcesAt(paths: readonly string[], cwd: string): readonly CustomResource[] {
  for (const each of paths) if (!existsSync(path.resolve(cwd, each))) throw new UsageError(`--crd: no such file or folder: ${each}`);
  return inputFiles(paths, cwd, () => []).flatMap(({ text }) => customResourcesIn(createFile(text)));
}

export function customResourcesIn(file: SourceFile): readonly CustomResource[] {
  return file.documents.flatMap(({ document }) =>
    document.text.includes('CustomResourceDefinition') ? readCustomResources(document.value) : [],
  );
}

/** Judges by kind, each made when first needed. */
export function validatorsOf(resources: readonly CustomResource[]): FindCustomValidator {
  const known = new Map<string, CustomValidator>();
  const byType = new Map(resources.map((each) => [each.kind.type, each]));
  return ({ type }) => {
    const resource = byType.get(type);
    const validator = known.get(type) ?? (resource && createCustomValidator(resource));
    if (validator !== undefined) known.set(type, validator);
    return validator;
  };
}
