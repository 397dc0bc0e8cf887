const UNITS = [
  ['Gi', 1024 ** 3],
  ['Mi', 1024 ** 2],
  ['Ki', 1024],
] as const;

/** An amount in a resource's smallest unit as a person writes it: `500m`, `4`, `1.5Gi`, `2`. */
export function formatAmount(resource: string, amount: number): string {
  if (resource === 'cpu') return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`;
  if (!isInBytes(resource)) return String(amount);
  const sign = amount < 0 ? '-' : '';
  const bytes = Math.abs(amount);
  for (const [unit, size] of UNITS) if (bytes >= size) return `${sign}${Number((bytes / size).toFixed(1))}${unit}`;
  return `${sign}${bytes}`;
}

/** The largest quantity not above `amount` that reads well in a manifest. */
export function quantityBelow(resource: string, amount: number): string {
  if (resource === 'cpu') return formatAmount(resource, amount);
  if (!isInBytes(resource)) return String(amount);
  const mebibytes = Math.floor(amount / 1024 ** 2);
  if (mebibytes === 0) return String(amount);
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}

function isInBytes(resource: string): boolean {
  return resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
}
