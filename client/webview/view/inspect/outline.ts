const NOISE = new Set(['managedFields', 'uid', 'resourceVersion']);

/** The object as an outline: what kubectl would print as YAML, without the noise. */
export function outline(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return value.map((item) => `${indent}- ${outline(item, `${indent}  `).trimStart()}`).join('\n');
  if (typeof value !== 'object' || value === null) return `${indent}${String(value)}`;
  return Object.entries(value)
    .filter(([key, inner]) => inner !== undefined && !NOISE.has(key))
    .map(([key, inner]) => {
      const isLeaf = typeof inner !== 'object' || inner === null || Object.keys(inner).length === 0;
      return isLeaf
        ? `${indent}${key}: ${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}`
        : `${indent}${key}:\n${outline(inner, `${indent}  `)}`;
    })
    .join('\n');
}
