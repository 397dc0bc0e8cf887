import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createService } from '../core/features/service.ts';
import { openCatalogs } from './catalog-files.ts';
import { openNotes } from './note-files.ts';
import { startServer } from './server.ts';
import { createSimulator } from './simulator.ts';

/** The language server: `node dist/server.js --stdio`, `--node-ipc` or `--socket=PORT`. */
const here = path.dirname(process.argv[1] ?? '');
const service = createService({ catalogOf: openCatalogs(here), note: openNotes(here) });
startServer(createConnection(ProposedFeatures.all), service, createSimulator(here));
