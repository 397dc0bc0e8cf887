export const simulation = {
  simLimitEntries: 'The record reached its limit of {limit} entries, so the simulation ends here.',
  simLimitRounds: 'The components took more than {limit} turns within one instant, so the simulation ends here as endless.',
} as const satisfies Readonly<Record<string, string>>;
