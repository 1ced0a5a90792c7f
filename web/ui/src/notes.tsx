// Notes at the top of a page: what has just been done, and what went wrong.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from './i18n';

// Takes the focus, so that a screen reader starts here after the page has changed.
export function Banner({ text, children }: { text: string; children?: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [text]);
  return (
    <div class="banner" role="status" tabIndex={-1} ref={box}>
      <p>{text}</p>
      {children}
    </div>
  );
}

export function Problem({ text, children }: { text: string; children?: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [text]);
  return (
    <div class="govuk-error-summary" tabIndex={-1} ref={box}>
      <div role="alert">
        <h2 class="govuk-error-summary__title">{t('error.summary')}</h2>
        <div class="govuk-error-summary__body">
          <p>{text}</p>
          {children}
        </div>
      </div>
    </div>
  );
}
