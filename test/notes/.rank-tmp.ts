import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { notesOn } from '/work/main/server/src/core/features/note-text.ts';
import { typeAt } from '/work/main/server/src/core/kube/field-type.ts';
import { resourcesOf } from '/work/main/server/src/core/kube/resource.ts';
import { createNoteBook } from '/work/main/server/src/core/notes/note.ts';
import { createFile } from '/work/main/server/src/core/yaml/source-file.ts';
import { readNotes } from '/work/main/server/src/tools/gen-notes.ts';
import { catalog } from '/work/main/test/support/workspace.ts';
const book = createNoteBook(readNotes('ko'));
const keysBelow = (node: any, at: any[] = []): any[] => node?.is === 'map' ? node.entries.flatMap(({ key, value }: any) => [[...at, key], ...keysBelow(value, [...at, key])]) : node?.is === 'list' ? node.items.flatMap((i: any, n: number) => keysBelow(i.value, [...at, n])) : [];
const { blocks } = JSON.parse(readFileSync('/work/main/test/golden/notes.json', 'utf8'));
const S='/work/main/samples';
const places: any = { samples: (readdirSync(S, {recursive: true}) as string[]).filter(n=>n.endsWith('.yaml')).map(n=>readFileSync(path.join(S,n),'utf8')), notes: blocks.map((b:any)=>b.yaml) };
const rank = new Map<string, [number, number, string]>();
for (const [p, texts] of Object.entries<any>(places)) { let own=0,total=0;
 for (const t of texts) for (const { document } of createFile(t).documents) for (const { known, value, path: at } of resourcesOf(document, catalog)) {
  if (known===undefined||at.length>0) continue;
  for (const keys of keysBelow(document.root)) { const f = typeAt(catalog, known, keys); if (f?.field===undefined) continue; total++;
   const field = keys.at(-1); const first = notesOn(book, catalog, known, keys, value)[0];
   if (first?.match.some(m=>m.type===f.owner!.name&&m.field===field)) own++; else { const k=`${f.owner!.name}.${field}`; const e=rank.get(k)??[0,0,first?.id??'-']; e[p==='samples'?0:1]++; rank.set(k,e);} } }
 console.log(p, own, total, (100*own/total).toFixed(1)); }
for (const [k,[a,b,id]] of [...rank].sort((x,y)=>y[1][0]+y[1][1]-x[1][0]-x[1][1])) console.log(a, b, k, id);
