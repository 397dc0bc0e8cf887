/** What our own rules say. */
export const rules = {
  'rules.unusedSuppression': 'Nothing here is found by the rule "{rule}" that this comment turns off. Remove the comment.',
  'rules.silence': 'Turn off {rule} for this line',
  'rules.fixAll': 'Apply all safe fixes',
} as const satisfies Readonly<Record<string, string>>;
