import { parseDocument } from '../../server/src/core/yaml/parse.ts';
import { createFile, editFile } from '../../server/src/core/yaml/source-file.ts';
import { deployment, manyDeployments } from './manifests.ts';
import { type Measurement, repeated } from './measurement.ts';

/** The core by itself: parsing, splitting, splicing. */
export async function* measurements(isWanted: (name: string) => boolean): AsyncGenerator<Measurement> {
  const text = deployment(1);
  if (isWanted('parse'))
    yield { name: 'parse: one Deployment of 40 lines', unit: 'ms', values: await repeated(500, () => parseDocument(text), 200) };
  if (!isWanted('file')) return;
  const large = manyDeployments(5000);
  yield { name: 'file: split 5,000 documents (200,000 lines)', unit: 'ms', values: await repeated(10, () => createFile(large), 2) };
  let file = createFile(large);
  const at = Math.floor(large.length / 2);
  const splice = (round: number): void => {
    file = editFile(file, { start: at, end: at + 1 }, String(round % 10));
  };
  yield { name: 'file: edit in the middle of 5,000 documents', unit: 'ms', values: await repeated(100, splice, 10), target: 10 };
}
