/** What our own rules say. */
export const rules = {
  'rules.unusedSuppression': 'Nothing here is found by the rule "{rule}" that this comment turns off. Remove the comment.',
} as const satisfies Readonly<Record<string, string>>;
