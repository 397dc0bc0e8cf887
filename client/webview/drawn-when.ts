import { Component, type ComponentChild, type ComponentType } from 'preact';
import { sameItems } from './same-items.ts';

/** A view that is drawn again only when something it looks at is another one: what makes scrubbing smooth. */
export function drawnWhen<Props extends object>(
  looksAt: (props: Props) => readonly unknown[],
  view: (props: Props) => ComponentChild,
): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return !sameItems(looksAt(this.props), looksAt(next));
    }
    override render(props: Props): ComponentChild {
      return view(props);
    }
  } as unknown as ComponentType<Props>;
}
