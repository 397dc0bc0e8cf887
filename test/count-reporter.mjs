/** A reporter for Node's test runner that ends with the counts as JSON, for the closing line of `npm test`. */
export default async function* countReporter(events) {
  const counts = { passes: 0, failures: 0 };
  for await (const { type, data } of events) {
    if (data?.details?.type === 'suite') continue;
    if (type === 'test:pass' && data.skip === undefined && data.todo === undefined) counts.passes++;
    if (type === 'test:fail') counts.failures++;
  }
  yield `${JSON.stringify(counts)}\n`;
}
