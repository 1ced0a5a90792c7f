// How many are open over time, as a line of steps, and how many would be at an even pace towards a deadline. Solid and
// dashed, so that it is read without colours too.
import * as dates from '../dates';
import { number, t } from '../i18n';
import { Figure, type Row } from './figure';

export interface Step {
  at: number;
  open: number;
}

// `steps` begins with the first moment; `now` ends the line.
export interface Line {
  steps: Step[];
  deadline: number;
  now: number;
}

const width = 520;
const height = 270;
const plot = { left: 46, right: 508, top: 58, bottom: 226 };

export function paceAt(line: Line, at: number): number {
  const first = line.steps[0] as Step;
  const share = (at - first.at) / (line.deadline - first.at || 1);
  return first.open * (1 - Math.min(1, Math.max(0, share)));
}

// Whole numbers from 0, about five of them.
export function ticks(most: number): number[] {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

export function StepLine({ title, line, name }: { title: string; line: Line; name?: string }) {
  const first = line.steps[0] as Step;
  const last = line.steps.at(-1) as Step;
  const pace = Math.round(paceAt(line, line.now));
  const rows = [...line.steps, { at: line.now, open: last.open }].map((step): Row => [dates.day(new Date(step.at).toISOString()), number(step.open), number(Math.round(paceAt(line, step.at)))]);
  return (
    <Figure title={title} head={[t('progress.day'), t('progress.open'), t('progress.pace')]} rows={rows} {...(name ? { name } : {})}>
      {(titleId) => (
        <>
          <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${titleId} ${titleId}-text`}>
            <desc id={`${titleId}-text`}>{t('progress.lineText', { total: first.open, open: last.open, pace })}</desc>
            <Drawing line={line} />
          </svg>
          <ul class="legend" aria-hidden="true">
            <li class="legend__open">{t('progress.open')}</li>
            <li class="legend__pace">{t('progress.pace')}</li>
          </ul>
        </>
      )}
    </Figure>
  );
}

function Drawing({ line }: { line: Line }) {
  const first = line.steps[0] as Step;
  const last = line.steps.at(-1) as Step;
  const from = first.at;
  const to = Math.max(line.deadline, line.now, from + 1);
  const most = Math.max(1, first.open);
  const x = (at: number) => plot.left + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (plot.right - plot.left);
  const y = (open: number) => plot.bottom - (open / most) * (plot.bottom - plot.top);
  const path = line.steps.map((step, index) => (index ? `H${x(step.at)}V${y(step.open)}` : `M${x(step.at)} ${y(step.open)}`)).join('') + `H${x(line.now)}`;
  return (
    <>
      {ticks(most).map((tick) => (
        <g key={tick}>
          <line class="chart__grid" x1={plot.left} x2={plot.right} y1={y(tick)} y2={y(tick)} />
          <text x={plot.left - 8} y={y(tick) + 5} text-anchor="end">
            {number(tick)}
          </text>
        </g>
      ))}
      <Mark x={x(line.deadline)} row={0} text={t('item.deadline')} kind="deadline" />
      <Mark x={x(line.now)} row={1} text={t('progress.nowOpen', { day: dates.today(), open: last.open })} kind="now" />
      <path class="chart__pace" d={`M${x(from)} ${y(first.open)}L${x(line.deadline)} ${y(0)}`} />
      <path class="chart__line" d={path} />
      <text x={plot.left} y={plot.bottom + 26}>
        {dates.month(from)}
      </text>
      <text x={plot.right} y={plot.bottom + 26} text-anchor="end">
        {dates.month(to)}
      </text>
    </>
  );
}

// A line across the plot with words above it, each kind in a row of its own so that two of them never meet.
export function Mark({ x, row, text, kind }: { x: number; row: number; text: string; kind: 'now' | 'deadline' }) {
  const anchor = x > width * 0.6 ? 'end' : x < width * 0.25 ? 'start' : 'middle';
  return (
    <>
      <line class={`chart__mark chart__mark--${kind}`} x1={x} x2={x} y1={24 + row * 22} y2={plot.bottom} />
      <text x={x} y={18 + row * 22} text-anchor={anchor}>
        {text}
      </text>
    </>
  );
}
