interface Props {
  readonly rows: readonly (readonly [string, string])[];
  readonly caption?: string;
}

/** Names and what they stand at; what is empty is left out. */
export function Facts({ rows, caption }: Props) {
  const told = rows.filter(([, value]) => value !== '');
  if (told.length === 0) return null;
  return (
    <table class="facts">
      {caption !== undefined && <caption>{caption}</caption>}
      <tbody>
        {told.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
