/** `npm run new rule <id>`: the three files of a rule, ready to be filled in. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './output.ts';

const [what, id = ''] = process.argv.slice(2);
if (what !== 'rule' || !/^[a-z][a-z0-9-]*$/.test(id)) throw new Error('usage: npm run new rule <id>   (kebab-case)');
const folder = path.join(ROOT, 'server/src/core/rules');
if (existsSync(path.join(folder, `${id}.ts`))) throw new Error(`${id} is there already`);

writeFileSync(
  path.join(folder, `${id}.ts`),
  `import { message } from '../text/text.ts';
import { podOf } from './pods.ts';
import { type Check, found } from './rule.ts';

export const check: Check = (resource) => {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  return [found(resource, pod.path, message('rules.${id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}'))];
};
`,
);
for (const language of ['ko', 'en']) {
  writeFileSync(
    path.join(folder, `${id}.${language}.md`),
    `---
id: ${id}
severity: warning
scope: object
---

# ${id}

\`\`\`yaml bad
\`\`\`

\`\`\`yaml good
\`\`\`
`,
  );
}
