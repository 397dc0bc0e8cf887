export const scheduler = {} as const satisfies Readonly<Record<string, string>>;
