/** `npm run gen`: the tables that the core imports, made from the files people write. Quick, and writes only what changed. */
import { generateNotes } from './gen-notes.ts';
import { generateRuleIndex } from './gen-rule-index.ts';
import { generateRules } from './gen-rules.ts';

generateRules();
generateRuleIndex();
generateNotes();
