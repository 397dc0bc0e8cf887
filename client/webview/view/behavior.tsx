import type { PreviewResult, RunWish } from '../../../server/src/core/protocol.ts';
import { text, type ViewProps } from './props.ts';

type Rule = NonNullable<RunWish['behaviors']>[number];
const MEBI = 1024 * 1024;

/** How containers behave, by workload or image: what no manifest says. */
export function Behavior({ state, dispatch, result }: ViewProps & { readonly result: PreviewResult }) {
  const rules = state.choice.behaviors ?? [];
  const change = (who: Pick<Rule, 'image' | 'workload'>, name: keyof Rule['behavior'], value: number | boolean | undefined): void => {
    const isOwn = (rule: Rule): boolean => rule.image === who.image && rule.workload === who.workload;
    const { [name]: _, ...before } = rules.find(isOwn)?.behavior ?? {};
    const behavior: Rule['behavior'] = value === undefined ? before : { ...before, [name]: value };
    dispatch({ type: 'run', behaviors: [...rules.filter((rule) => !isOwn(rule)), { ...who, behavior }] });
  };
  const targets = [...result.workloads.map((workload) => ({ workload })), ...result.images.map((image) => ({ image }))];
  return (
    <section class="behavior" aria-label={text(state, 'panel.behavior')}>
      {targets.map((who: Pick<Rule, 'image' | 'workload'>) => {
        const name = who.image ?? who.workload ?? '';
        const own = rules.find((rule) => rule.image === who.image && rule.workload === who.workload)?.behavior ?? {};
        const number = (key: NumberKey, factor: number) => (
          <label key={key}>
            {text(state, `panel.behavior.${key}`)}
            <input
              type="number"
              min="0"
              value={own[key] === undefined ? '' : own[key] / factor}
              onChange={({ currentTarget: { value } }) => change(who, key, value === '' ? undefined : Number(value) * factor)}
            />
          </label>
        );
        return (
          <fieldset key={name}>
            <legend>{name}</legend>
            {number('startAfterMs', 1000)}
            {number('readyAfterMs', 1000)}
            {number('crashAfterMs', 1000)}
            {number('exitCode', 1)}
            {number('memoryBytes', MEBI)}
            <label>
              <input
                type="checkbox"
                checked={own.failReadiness === true}
                onChange={({ currentTarget: { checked } }) => change(who, 'failReadiness', checked || undefined)}
              />
              {text(state, 'panel.behavior.failReadiness')}
            </label>
          </fieldset>
        );
      })}
    </section>
  );
}

type NumberKey = 'startAfterMs' | 'readyAfterMs' | 'crashAfterMs' | 'exitCode' | 'memoryBytes';
