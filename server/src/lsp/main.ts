import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createService } from '../core/features/service.ts';
import { openCatalogs } from './catalog-files.ts';
import { openNotes } from './note-files.ts';
import { startServer } from './server.ts';
import { createSimulator } from './simulator.ts';

/** The language server: `node dist/server.js --stdio`, `--node-ipc` or `--socket=PORT`. */
const here = path.dirname(process.argv[1] ?? '');
const connection = createConnection(ProposedFeatures.all);
const service = createService({
  catalogOf: openCatalogs(here),
  note: openNotes(here),
  tellBroken: (rule, thrown) =>
    connection.console.warn(`rule ${rule}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`),
});
startServer(connection, service, createSimulator(here));
