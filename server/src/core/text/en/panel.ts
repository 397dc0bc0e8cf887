export const panel = {} as const satisfies Readonly<Record<string, string>>;
