// A table of counts whose cells are the darker the more there is: the numbers say it all, the colour only leads the eye.
import type { ComponentChildren } from 'preact';
import { number, t } from '../i18n';

export interface RampRow {
  key: string;
  name: ComponentChildren;
  // In the order of the columns.
  counts: { value: number; href?: string }[];
}

const shades = 5;

export function shade(value: number, most: number): number {
  return value === 0 ? 0 : Math.max(1, Math.ceil((value / most) * shades));
}

export function Ramp({ title, corner, columns, rows, totals, name }: { title: string; corner: string; columns: string[]; rows: RampRow[]; totals: RampRow; name: string }) {
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts.map(({ value }) => value)));
  const id = `ramp-${name}`;
  return (
    <figure class="figure figure--wide" data-figure={name}>
      <figcaption class="govuk-heading-s" id={id}>
        {title}
      </figcaption>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby={id}>
        <table class="govuk-table ramp" aria-labelledby={id}>
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">
                {corner}
              </th>
              {columns.map((column) => (
                <th scope="col" class="govuk-table__header" key={column}>
                  {column}
                </th>
              ))}
              <th scope="col" class="govuk-table__header">
                {t('ramp.sum')}
              </th>
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {rows.map((row) => (
              <Counts key={row.key} row={row} most={most} />
            ))}
          </tbody>
          <tfoot>
            <Counts row={totals} most={0} />
          </tfoot>
        </table>
      </div>
    </figure>
  );
}

// `most` 0: sums, which have no shade.
function Counts({ row, most }: { row: RampRow; most: number }) {
  return (
    <tr class="govuk-table__row" data-row={row.key}>
      <th scope="row" class="govuk-table__header">
        {row.name}
      </th>
      {row.counts.map(({ value, href }, index) => (
        <td key={index} class={`govuk-table__cell ramp__cell ramp__cell--${most ? shade(value, most) : 'sum'}`}>
          {value > 0 && href ? (
            <a class="ramp__link" href={href}>
              {number(value)}
            </a>
          ) : (
            number(value)
          )}
        </td>
      ))}
      <td class="govuk-table__cell ramp__cell ramp__cell--sum">{number(row.counts.reduce((sum, { value }) => sum + value, 0))}</td>
    </tr>
  );
}
