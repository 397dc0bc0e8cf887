export const cli = {
  'cli.summary': '{files} files: {errors} errors, {warnings} warnings, {others} others.',
  'cli.mended': '{count} files mended.',
} as const satisfies Readonly<Record<string, string>>;
