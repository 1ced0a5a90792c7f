// Deadlines on one line of time with today: a list whose entries say everything in words, each with its span drawn
// below it.
import type { ComponentChildren } from 'preact';
import * as dates from '../dates';
import { t } from '../i18n';
import { Figure, type Row } from './figure';

export interface Span {
  key: string;
  name: ComponentChildren;
  note: ComponentChildren;
  begins: number;
  deadline: number;
  late: boolean;
}

const width = 1000;

export function Timeline({ title, nameTitle, spans, now, name }: { title: string; nameTitle: string; spans: Span[]; now: number; name?: string }) {
  const from = Math.min(now, ...spans.map(({ begins }) => begins));
  const to = Math.max(now, ...spans.map(({ deadline }) => deadline));
  const x = (at: number) => ((at - from) / (to - from || 1)) * width;
  const day = (at: number) => dates.day(new Date(at).toISOString());
  const rows = spans.map((span): Row => [span.name, day(span.begins), day(span.deadline), span.note]);
  return (
    <Figure title={title} head={[nameTitle, t('timeline.begins'), t('item.deadline'), t('timeline.state')]} rows={rows} {...(name ? { name } : {})}>
      {() => (
        <>
          <ol class="timeline">
            {spans.map((span) => (
              <li key={span.key} class="timeline__row">
                <span class="timeline__words">
                  <span>{span.name}</span> <span class="timeline__note">{span.note}</span>
                </span>
                <svg class="timeline__span" viewBox={`0 0 ${width} 16`} preserveAspectRatio="none" aria-hidden="true">
                  <line class="chart__grid" x1="0" x2={width} y1="8" y2="8" />
                  <rect class={span.late ? 'span span--late' : 'span'} x={x(span.begins)} y="2" width={Math.max(4, x(span.deadline) - x(span.begins))} height="12" />
                  <line class="chart__mark chart__mark--now" x1={x(now)} x2={x(now)} y1="0" y2="16" />
                </svg>
              </li>
            ))}
          </ol>
          <Ends from={from} to={to} now={x(now) / width} />
        </>
      )}
    </Figure>
  );
}

// What the line's ends and its mark are.
function Ends({ from, to, now }: { from: number; to: number; now: number }) {
  const x = now * 520;
  return (
    <svg class="chart" viewBox="0 0 520 52" aria-hidden="true">
      <text x={x} y="18" text-anchor={now > 0.8 ? 'end' : now < 0.2 ? 'start' : 'middle'}>
        {`↑ ${dates.today()}`}
      </text>
      <text x="0" y="44">
        {dates.month(from)}
      </text>
      <text x="520" y="44" text-anchor="end">
        {dates.month(to)}
      </text>
    </svg>
  );
}
