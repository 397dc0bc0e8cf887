interface Props {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  /** The last entry, which asks VS Code for something that is not in the list. */
  readonly other: string;
  readonly onChoose: (id: string) => void;
  readonly onOther: () => void;
}

const OTHER = '…';

/** One of several, or something else. */
export function Choice({ name, label, value, options, other, onChoose, onOther }: Props) {
  const choose = (select: HTMLSelectElement): void => {
    if (select.value !== OTHER) onChoose(select.value);
    else {
      select.value = value;
      onOther();
    }
  };
  return (
    <label class="choice">
      {label}
      <select name={name} value={value} onChange={(event) => choose(event.currentTarget)}>
        {options.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
        <option value={OTHER}>{other}</option>
      </select>
    </label>
  );
}
