/** Recordings with one thing wrong. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** The same value, but for one leaf. */
export function spoil(value: Json): Json {
  if (value === null) return 'spoilt';
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value}x`;
  if (Array.isArray(value)) return value.length === 0 ? ['spoilt'] : [spoil(value[0] as Json), ...value.slice(1)];
  const [first] = Object.entries(value);
  return first === undefined ? { spoilt: 1 } : { ...value, [first[0]]: spoil(first[1]) };
}

/** Verdicts of the API server, each wrong in one way that counts. */
export function spoiltVerdicts(verdicts: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const [first, ...others] = verdicts;
  if (first === undefined) return [[{ line: 1, accepted: true }]];
  return [...spoiltVerdict(first).map((wrong) => [wrong, ...others]), others, [first, ...others, first]];
}

function spoiltVerdict(verdict: JsonObject): readonly JsonObject[] {
  const { fatal, noKind, strict } = (verdict.decode ?? {}) as { fatal?: string; noKind?: string; strict?: readonly string[] };
  const { decode: _, ...rest } = verdict;
  if (fatal !== undefined) {
    const other = fatal.startsWith('yaml:')
      ? 'json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec'
      : 'yaml: line 1: spoilt';
    const elsewhere = fatal.replace(/(Go struct field \S+)/, '$1x');
    const decodes = [{ fatal: other }, { noKind: 'spoilt' }, ...(elsewhere === fatal ? [] : [{ fatal: elsewhere }])];
    return [...decodes.map((decode) => ({ ...verdict, decode })), { ...rest, accepted: true }];
  }
  if (noKind !== undefined)
    return [
      { ...verdict, decode: { fatal: 'yaml: line 1: spoilt' } },
      { ...rest, accepted: true },
    ];
  const errors = (verdict.errors ?? []) as readonly JsonObject[];
  const more = { type: 'Invalid value', field: 'spec.spoilt', detail: '' };
  return [
    { ...verdict, accepted: verdict.accepted !== true },
    { ...verdict, errors: [...errors, more] },
    ...errors.map((_, index) => ({
      ...verdict,
      errors: errors.filter((each) => each.type !== errors[index]?.type || each.field !== errors[index]?.field),
    })),
    ...errors.map((error, index) => ({
      ...verdict,
      errors: errors.map((each, other) => (other === index ? { ...error, type: otherType(error) } : each)),
    })),
    { ...verdict, warnings: [...((verdict.warnings ?? []) as readonly string[]), 'spoilt'] },
    { ...verdict, decode: { strict: [...(strict ?? []), 'unknown field "spoilt"'] } },
    ...(strict === undefined ? [] : [{ ...verdict, decode: { strict: strict.slice(1) } }]),
  ];
}

function otherType({ type }: JsonObject): string {
  return type === 'Too many' ? 'Too long' : 'Too many';
}

/** Traces of a controller, all wrong in the same way. */
export function spoiltTraces(traces: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const everyWhere = (key: string, wrong: (value: Json) => Json): readonly JsonObject[] =>
    traces.map((trace) => (trace[key] === undefined ? trace : { ...trace, [key]: wrong(trace[key]) }));
  // Where a trace has no events, to show none is right.
  const isSilent = traces.some(({ events }) => (events as readonly Json[] | undefined)?.length === 0);
  const spoilt = [
    everyWhere('states', (states) =>
      (states as readonly Json[]).map((state, index, all) => (index === all.length - 1 ? { ...(state as JsonObject), t: 9999 } : state)),
    ),
    everyWhere('states', (states) =>
      (states as readonly JsonObject[]).map((state) => ('s' in state ? { ...state, s: spoil(state.s as Json) } : state)),
    ),
    everyWhere('events', (events) => (isSilent ? events : [])),
    everyWhere('scales', (variants) =>
      (variants as readonly Json[]).map((variant) => [...(variant as readonly Json[]), '9999 rs#9 create 1']),
    ),
  ];
  return spoilt.filter((each) => JSON.stringify(each) !== JSON.stringify(traces));
}
