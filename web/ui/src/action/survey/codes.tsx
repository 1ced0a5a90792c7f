// How businesses get to a questionnaire: the link for everybody, and codes for one answer each, which are shown once.
import { useState } from 'preact/hooks';
import { ApiError, request } from '../../api';
import { announce } from '../../app';
import { t } from '../../i18n';
import { refusal } from '../../view';
import type { Questionnaire } from './model';

const typing = `${location.host}/survey`;
const address = (code: string) => `${location.origin}/survey/${code}`;

export function Codes({ questionnaire, link }: { questionnaire: Questionnaire; link: string }) {
  const [count, setCount] = useState('20');
  const [codes, setCodes] = useState<string[]>([]);
  const [wrong, setWrong] = useState<string | null>(null);
  const copy = () => void navigator.clipboard?.writeText(address(link)).then(() => announce(t('survey.copied')));
  const make = async (event: Event) => {
    event.preventDefault();
    setWrong(null);
    try {
      const made = await request<{ codes: string[] }>('POST', `/api/v1/questionnaires/${questionnaire.id}/codes`, { count: Number(count.normalize('NFKC')) });
      setCodes(made.codes);
    } catch (error) {
      setWrong(error instanceof ApiError && error.status === 422 ? t('survey.wrongCount') : refusal(error));
    }
  };
  // A file of what is on the page only: the server does not know the codes any more.
  const save = () => {
    const text = ['number,code,address', ...codes.map((code, index) => `${index + 1},${code},${address(code)}`)].join('\r\n');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['\ufeff', text, '\r\n'], { type: 'text/csv' }));
    link.download = `codes-${questionnaire.id}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div>
      <div class="govuk-form-group">
        <label class="govuk-label govuk-label--s" for="link">
          {t('survey.link')}
        </label>
        <div class="govuk-hint" id="link-hint">
          {t('survey.linkHint')}
        </div>
        <input class="govuk-input" id="link" readOnly value={address(link)} aria-describedby="link-hint" onFocus={(event) => event.currentTarget.select()} />
        <button type="button" class="link-button" onClick={copy}>
          {t('survey.copy')}
        </button>
      </div>
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{t('survey.printedCodes')}</span>
        </summary>
        <div class="govuk-details__text">
          <p class="govuk-body">{t('survey.codesLead')}</p>
          <form method="post" noValidate onSubmit={(event) => void make(event)}>
            <div class={`govuk-form-group${wrong ? ' govuk-form-group--error' : ''}`}>
              <label class="govuk-label" for="code-count">
                {t('survey.codeCount')}
              </label>
              {wrong && (
                <p class="govuk-error-message" id="code-count-error">
                  <span class="govuk-visually-hidden">{t('error.prefix')}</span> {wrong}
                </p>
              )}
              <input class="govuk-input govuk-input--width-5" id="code-count" inputMode="numeric" value={count} aria-describedby={wrong ? 'code-count-error' : undefined} onInput={(event) => setCount(event.currentTarget.value)} />
            </div>
            <button class="govuk-button govuk-button--secondary" type="submit">
              {t('survey.makeCodes')}
            </button>
          </form>
          {codes.length > 0 && (
            <>
              <p class="govuk-body">
                <strong>{t('survey.codesOnce')}</strong>
              </p>
              <div class="govuk-button-group">
                <button type="button" class="govuk-button govuk-button--secondary" onClick={save}>
                  {t('survey.codesFile')}
                </button>
                <button type="button" class="govuk-button govuk-button--secondary" onClick={() => window.print()}>
                  {t('survey.print')}
                </button>
              </div>
              <ol class="codes">
                {codes.map((code) => (
                  <li key={code}>
                    <code>{code}</code>
                    <br />
                    <span class="secondary">{typing}</span>
                  </li>
                ))}
              </ol>
            </>
          )}
        </div>
      </details>
    </div>
  );
}
