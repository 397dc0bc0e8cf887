export const cli = {
  'cli.summary': '{files} files: {errors} errors, {warnings} warnings, {others} others.',
  'cli.mended': '{count} files mended.',
  'cli.explain.noKind': 'There is no kind {kind}. Similar: {near}',
  'cli.explain.noField': 'There is no field {field}. Similar: {near}',
  'cli.explain.fields': 'Fields:',
} as const satisfies Readonly<Record<string, string>>;
