/** The same work done by yaml-language-server from npm, over a schema of the same API: what people would use otherwise. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import type { Catalog, Field, FieldType, Kind } from '../../server/src/core/kube/catalog.ts';
import { openCatalogs } from '../../server/src/lsp/catalog-files.ts';
import { ROOT, startClient, type TestClient } from '../support/lsp-client.ts';
import { DOCUMENT_LINES, deployment, manyDeployments } from './manifests.ts';
import { type Measurement, repeated, residentMb, timed } from './measurement.ts';

const PACKAGE = 'yaml-language-server@1.25.0';
const FOLDER = path.join(ROOT, 'out/neighbour');
const SERVER = path.join(FOLDER, 'node_modules/yaml-language-server/bin/yaml-language-server');
const URI = 'file:///bench/file.yaml';
const BROKEN = deployment(1).replace('image:', 'imgae:');
const PUSHING = { textDocument: { completion: { completionItem: { snippetSupport: true } }, publishDiagnostics: {} } };

export async function* measurements(isWanted: (name: string) => boolean): AsyncGenerator<Measurement> {
  if (!isWanted('neighbour')) return;
  if (!isInstalled()) {
    console.log(`${PACKAGE} could not be installed: it is not measured`);
    return;
  }
  const catalog = openCatalogs(path.join(ROOT, 'dist'))('1.36');
  const deployments = catalog.kinds.filter(({ kind, apiVersion }) => kind === 'Deployment' && apiVersion === 'apps/v1');
  const everything = writeSchema('kubernetes', schemaOf(catalog, catalog.kinds));
  // What it does best: one kind, and that kind known beforehand.
  const one = writeSchema('deployment', schemaOf(catalog, deployments));
  yield* coldStart(() => start(everything));
  yield* edits(() => start(one), 'one Deployment', deployment(1), 0, 20);
  yield* edits(() => start(one), '1,000 documents', manyDeployments(1000), 500, 6);
  yield* edits(() => start(one), '5,000 documents', manyDeployments(5000), 2500, 3);
}

function start(schema: string): Promise<TestClient> {
  return startClient({
    command: [process.execPath, SERVER, '--stdio'],
    capabilities: PUSHING,
    settings: { yaml: { schemas: { [schema]: ['*.yaml'] }, schemaStore: { enable: false } } },
  });
}

/** The address of the file that has it. */
function writeSchema(name: string, schema: unknown): string {
  const file = path.join(FOLDER, `${name}.json`);
  writeFileSync(file, JSON.stringify(schema));
  return pathToFileURL(file).href;
}

function isInstalled(): boolean {
  if (existsSync(SERVER)) return true;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, 'package.json'), '{"private": true}');
  const { status } = spawnSync('npm', ['install', '--prefix', FOLDER, '--no-save', '--no-audit', '--no-fund', PACKAGE], {
    stdio: 'ignore',
  });
  return status === 0 && existsSync(SERVER);
}

const saysUnknown = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ message }) => String(message).includes('imgae'));

async function* coldStart(start: () => Promise<TestClient>): AsyncGenerator<Measurement> {
  const values = await repeated(3, async () => {
    const client = await start();
    await client.open(URI, BROKEN);
    await client.pushed(URI, saysUnknown);
    client.process.kill();
    client.connection.dispose();
  });
  yield { name: 'neighbour: spawn to diagnostics of one Deployment', unit: 'ms', values };
}

/** A key is spoilt and mended, each time until the server says so; then completions at that place. */
async function* edits(
  start: () => Promise<TestClient>,
  what: string,
  text: string,
  document: number,
  rounds: number,
): AsyncGenerator<Measurement> {
  const client = await start();
  const line =
    document * DOCUMENT_LINES +
    deployment(1)
      .split('\n')
      .findIndex((each) => each.includes('image:'));
  await client.open(URI, text);
  let version = 1;
  const write = (word: string): Promise<void> => {
    const range = { start: { line, character: 10 }, end: { line, character: 15 } };
    return client.change(URI, ++version, [{ range, text: word }]);
  };
  await write('imgae');
  await client.pushed(URI, saysUnknown);
  const values = await repeated(rounds, async (round) => {
    const isMended = round % 2 === 0;
    await write(isMended ? 'image' : 'imgae');
    await client.pushed(URI, (diagnostics) => saysUnknown(diagnostics) !== isMended);
  });
  yield { name: `neighbour: edit to diagnostics, ${what}`, unit: 'ms', values };
  const completed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await write(round % 2 === 0 ? 'imag2' : 'image');
    const position = { textDocument: { uri: URI }, position: { line, character: 14 } };
    completed.push(await timed(() => client.connection.sendRequest('textDocument/completion', position)));
  }
  yield { name: `neighbour: completion, ${what}`, unit: 'ms', values: completed };
  yield { name: `neighbour: resident memory, ${what}`, unit: 'MB', values: [residentMb(client)] };
  client.process.kill();
  client.connection.dispose();
}

/** One of some kinds, as the schemas are made that this server takes for Kubernetes. */
function schemaOf(catalog: Catalog, kinds: readonly Kind[]): unknown {
  const definitions: Record<string, unknown> = {};
  const define = (name: string, header: Record<string, unknown> = {}): { readonly $ref: string } => {
    if (!(name in definitions)) {
      const fields = [...(catalog.type(name)?.fields.values() ?? [])];
      definitions[name] = true;
      const properties = Object.fromEntries(fields.map((field) => [field.name, describe(field)]));
      const required = fields.filter((field) => field.required).map((field) => field.name);
      definitions[name] = { type: 'object', additionalProperties: false, required, properties: { ...properties, ...header } };
    }
    return { $ref: `#/definitions/${name}` };
  };
  const describe = ({ type, values }: Field): unknown => (values !== undefined && type.is === 'string' ? { enum: values } : shape(type));
  const shape = (type: FieldType): unknown => {
    switch (type.is) {
      case 'object':
        return define(type.type);
      case 'list':
        return { type: 'array', items: shape(type.of) };
      case 'map':
        return { type: 'object', additionalProperties: shape(type.of) };
      case 'int32':
      case 'int64':
        return { type: 'integer' };
      case 'double':
        return { type: 'number' };
      case 'boolean':
        return { type: 'boolean' };
      case 'quantity':
      case 'intOrString':
        return { type: ['string', 'number'] };
      case 'any':
        return {};
      default:
        return { type: 'string' };
    }
  };
  const ways = kinds.map(({ apiVersion, kind, type }) => define(type, { apiVersion: { enum: [apiVersion] }, kind: { enum: [kind] } }));
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...(ways.length === 1 ? ways[0] : { oneOf: ways }), definitions };
}
