interface Props {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  /** What the button beside the list does: it asks VS Code for something that is not in the list. */
  readonly other: string;
  readonly onChoose: (id: string) => void;
  readonly onOther: () => void;
}

/** One of several; something else by a button of its own, since a list must not open a dialog while arrows pass through it. */
export function Choice({ name, label, value, options, other, onChoose, onOther }: Props) {
  return (
    <span class="choice">
      <label>
        <span class="choice-label">{label}</span>
        <select
          name={name}
          value={value}
          title={options.find(({ id }) => id === value)?.title}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {options.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button type="button" aria-label={other} title={other} onClick={onOther}>
        …
      </button>
    </span>
  );
}
