// Horizontal bars with their numbers, and the same as a table on request.
import { useId, useState } from 'preact/hooks';
import { number, t } from './i18n';

export interface Bar {
  name: string;
  value: number;
  href?: string;
}

// About how wide a name is in the larger letters that a phone gets.
function textWidth(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 19.5 : 10), 4);
}

// `plain`: a count that is neither good nor bad.
export function Bars({ title, bars, nameTitle, valueTitle, plain }: { title: string; bars: Bar[]; nameTitle: string; valueTitle: string; plain?: boolean }) {
  const id = useId();
  const [table, setTable] = useState(false);
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const height = 30;
  const names = Math.min(290, Math.max(138, ...bars.map((bar) => textWidth(bar.name))));
  const longest = 448 - names;
  return (
    <figure class="figure">
      <figcaption class="govuk-heading-s" id={`${id}-title`}>
        {title}
      </figcaption>
      {table ? (
        <table class="govuk-table" aria-labelledby={`${id}-title`}>
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">
                {nameTitle}
              </th>
              <th scope="col" class="govuk-table__header govuk-table__header--numeric">
                {valueTitle}
              </th>
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {bars.map((bar) => (
              <tr class="govuk-table__row" key={bar.name}>
                <th scope="row" class="govuk-table__header">
                  {bar.name}
                </th>
                <td class="govuk-table__cell govuk-table__cell--numeric">{number(bar.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <svg class="bars" viewBox={`0 0 520 ${bars.length * height}`} role="img" aria-labelledby={`${id}-title ${id}-text`}>
          <desc id={`${id}-text`}>{bars.map((bar) => t('bars.one', { name: bar.name, value: bar.value })).join(t('state.comma'))}</desc>
          {bars.map((bar, index) => {
            const width = (bar.value / most) * longest;
            return (
              <g key={bar.name} transform={`translate(0,${index * height})`}>
                <text x={names} y="20" text-anchor="end">
                  {bar.name}
                </text>
                <rect class={bar.value && !plain ? 'bar bar--late' : 'bar'} x={names + 10} y="5" width={width} height="20" />
                <text x={names + 18 + width} y="20">
                  {number(bar.value)}
                </text>
              </g>
            );
          })}
        </svg>
      )}
      <button type="button" class="link-button" aria-pressed={table} onClick={() => setTable(!table)}>
        {t(table ? 'bars.picture' : 'bars.table')}
      </button>
    </figure>
  );
}
