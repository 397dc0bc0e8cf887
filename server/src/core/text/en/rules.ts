export const rules = {} as const satisfies Readonly<Record<string, string>>;
