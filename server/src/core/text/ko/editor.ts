export const editor = {} as const satisfies Readonly<Record<string, string>>;
