// Horizontal bars with their numbers.
import { number, t } from '../i18n';
import { Figure, type Row } from './figure';

export interface Bar {
  name: string;
  value: number;
}

// About how wide a name is in the larger letters that a phone gets.
function textWidth(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 19.5 : 10), 4);
}

// `plain`: a count that is neither good nor bad.
export function Bars({ title, bars, nameTitle, valueTitle, plain }: { title: string; bars: Bar[]; nameTitle: string; valueTitle: string; plain?: boolean }) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const height = 30;
  const names = Math.min(290, Math.max(138, ...bars.map((bar) => textWidth(bar.name))));
  const longest = 448 - names;
  return (
    <Figure title={title} head={[nameTitle, valueTitle]} rows={bars.map((bar): Row => [bar.name, number(bar.value)])}>
      {(titleId) => (
        <svg class="chart" viewBox={`0 0 520 ${bars.length * height}`} role="img" aria-labelledby={`${titleId} ${titleId}-text`}>
          <desc id={`${titleId}-text`}>{bars.map((bar) => t('bars.one', { name: bar.name, value: bar.value })).join(t('state.comma'))}</desc>
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
    </Figure>
  );
}
