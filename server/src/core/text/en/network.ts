/** Services and their traffic. */
export const network = {
  networkEndpoints: '{ready} pods are ready to receive traffic of Service {service}.',
} as const satisfies Readonly<Record<string, string>>;
