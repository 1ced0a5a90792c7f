// The picture of an item's workflow with its active states lit, in a box of its own that scrolls to them; and the
// same in words, for everybody.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Item, type Kind, get, itemPath } from './api';
import { useLoaded } from './app';
import * as dates from './dates';
import { type Key, joinList, language, t } from './i18n';

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Possibility {
  event: string | null;
  title: string;
  trigger: 'person' | 'itself';
  // Null: whoever may write at all.
  by: string[] | null;
  to: string[];
  conditions: string[];
  otherwise: boolean;
}

interface Words {
  version: number;
  active: string[];
  next: Possibility[];
  timers: { title: string; in: string; due: string; to: string[]; reminds: boolean }[];
  picture: { width: number; height: number; active: Place[] } | null;
}

export function Picture({ kind, item }: { kind: Kind; item: Item }) {
  const path = `${itemPath(kind, item.id)}/picture`;
  const { value: words } = useLoaded(() => get<Words>(`${path}/words?language=${language}`), [path, item.version]);
  if (!words) return null;
  return (
    <section class="picture" aria-labelledby="picture-title">
      <h2 class="govuk-heading-m" id="picture-title">
        {t('picture.title')}
      </h2>
      {words.picture ? <Drawn path={path} words={words} place={words.picture} /> : <p class="govuk-body">{t('picture.missing')}</p>}
      <details class="govuk-details" open={!words.picture}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{t('picture.words')}</span>
        </summary>
        <div class="govuk-details__text">
          <InWords words={words} />
        </div>
      </details>
    </section>
  );
}

// At its natural size, so that it stays readable, or a little smaller if it then fits; what is active comes into view
// first.
function Drawn({ path, words, place }: { path: string; words: Words; place: NonNullable<Words['picture']> }) {
  const box = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const [scale, setScale] = useState(1);
  useLayoutEffect(() => {
    const fitting = (box.current?.clientWidth ?? 0) / place.width;
    setScale(fitting >= 0.85 && fitting < 1 ? fitting : 1);
  }, [place.width]);
  const [more, setMore] = useState(false);
  const look = () => {
    const element = box.current;
    if (element) setMore(element.scrollTop + element.clientHeight < element.scrollHeight - 1);
  };
  useEffect(() => {
    const element = box.current;
    look();
    const first = place.active[0];
    if (!element || !first) return;
    element.scrollLeft = (first.x + first.width / 2) * scale - element.clientWidth / 2;
    element.scrollTop = (first.y + first.height / 2) * scale - element.clientHeight / 2;
  }, [words, scale]);
  if (failed) return <p class="govuk-body">{t('picture.missing')}</p>;
  return (
    <div class="picture__box" ref={box} data-more={more || undefined} onScroll={look} tabIndex={0} role="region" aria-label={t('picture.box')}>
      <img
        src={`${path}?language=${language}&version=${words.version}`}
        width={Math.floor(place.width * scale)}
        height={Math.floor(place.height * scale)}
        alt={t('picture.alt', { states: joinList(words.active) })}
        onError={() => setFailed(true)}
      />
    </div>
  );
}

function InWords({ words }: { words: Words }) {
  const people = words.next.filter(({ trigger }) => trigger === 'person');
  const itself = words.next.filter(({ trigger }) => trigger !== 'person');
  return (
    <>
      <Part named="picture.now">
        {words.active.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </Part>
      {people.length > 0 && (
        <Part named="picture.next">
          {people.map((each, index) => (
            <Step key={index} step={each} />
          ))}
        </Part>
      )}
      {itself.length > 0 && (
        <Part named="picture.itself">
          {itself.map((each, index) => (
            <Step key={index} step={each} />
          ))}
        </Part>
      )}
      {words.timers.length > 0 && (
        <Part named="picture.timers">
          {words.timers.map((timer, index) => (
            <li key={index}>
              <strong>{timer.title}</strong>
              {t('colon')}
              <time dateTime={timer.due}>{dates.instant(timer.due)}</time>
              <span class="picture__more">{t('picture.in', { state: timer.in })}</span>
              <span class="picture__more">{timer.reminds ? t('picture.reminder') : t('picture.to', { states: joinList(timer.to) })}</span>
            </li>
          ))}
        </Part>
      )}
      {words.next.length === 0 && words.timers.length === 0 && <p class="govuk-body">{t('picture.finished')}</p>}
    </>
  );
}

function Part({ named, children }: { named: Key; children: ComponentChildren }) {
  return (
    <>
      <h3 class="govuk-heading-s">{t(named)}</h3>
      <ul class="govuk-list govuk-list--bullet">{children}</ul>
    </>
  );
}

function Step({ step }: { step: Possibility }) {
  return (
    <li data-step={step.event ?? undefined}>
      <strong>{step.title}</strong>
      {step.otherwise && ` (${t('picture.otherwise')})`}
      <span class="picture__more">{step.to.length ? t('picture.to', { states: joinList(step.to) }) : t('picture.stays')}</span>
      {step.trigger === 'person' && <span class="picture__more">{step.by ? t('picture.by', { roles: joinList(step.by) }) : t('picture.anyone')}</span>}
      {step.conditions.length > 0 && (
        <span class="picture__more">
          {t('picture.conditions')}
          {t('colon')}
          {step.conditions.join(language === 'en' || language === 'ko' ? ' ' : '')}
        </span>
      )}
    </li>
  );
}
