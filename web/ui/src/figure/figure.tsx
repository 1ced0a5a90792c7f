// A picture with its title, and the same as a table on request.
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../i18n';

// The first cell of a row is its name; the others are numbers or short texts.
export type Row = [ComponentChildren, ...ComponentChildren[]];

// `children` gets the id of the title, which names the picture.
export function Figure(props: { title: string; head: string[]; rows: Row[]; name?: string; children: (titleId: string) => ComponentChildren }) {
  const id = `${useId()}-title`;
  const [table, setTable] = useState(false);
  return (
    <figure class="figure" data-figure={props.name}>
      <figcaption class="govuk-heading-s" id={id}>
        {props.title}
      </figcaption>
      {table ? <Table titleId={id} head={props.head} rows={props.rows} /> : props.children(id)}
      <button type="button" class="link-button" aria-pressed={table} onClick={() => setTable(!table)}>
        {t(table ? 'bars.picture' : 'bars.table')}
      </button>
    </figure>
  );
}

function Table({ titleId, head, rows }: { titleId: string; head: string[]; rows: Row[] }) {
  const numeric = (index: number) => (index ? ' govuk-table__header--numeric' : '');
  return (
    <table class="govuk-table" aria-labelledby={titleId}>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {head.map((text, index) => (
            <th scope="col" class={`govuk-table__header${numeric(index)}`} key={text}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {rows.map(([first, ...others], index) => (
          <tr class="govuk-table__row" key={index}>
            <th scope="row" class="govuk-table__header">
              {first}
            </th>
            {others.map((cell, at) => (
              <td class="govuk-table__cell govuk-table__cell--numeric" key={at}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
