import { readNotes } from '/work/main/server/src/tools/gen-notes.ts';
for (const l of ['ko','en'] as const) for (const n of readNotes(l)) { const bad=n.match.filter(m=>m.field&&!m.related&&!(n.title+n.summary+n.body).includes(m.field!)).map(m=>m.type+'.'+m.field); if(bad.length) console.log(l,n.id,bad.join(' ')); }
