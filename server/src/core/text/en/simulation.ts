export const simulation = {} as const satisfies Readonly<Record<string, string>>;
