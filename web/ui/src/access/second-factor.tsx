// The second factor: a code from the person's own device at each sign-in.
import { useState } from 'preact/hooks';
import { get, request } from '../api';
import { announce, useLoaded } from '../app';
import { ErrorSummary } from '../form';
import { t } from '../i18n';
import { PlainField } from '../plain-field';
import { SmallButton, useOutcome } from './common';
import { QrCode } from './qr-code';

interface Factor {
  active: boolean;
  recovery_codes: number;
  required: boolean;
}

export function SecondFactor() {
  const outcome = useOutcome();
  const loaded = useLoaded(() => get<Factor>('/api/v1/second-factor'));
  const [begun, setBegun] = useState<{ secret: string; address: string } | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const [code, setCode] = useState('');
  const factor = loaded.value;
  const begin = () => void outcome.run(async () => setBegun(await request('POST', '/api/v1/second-factor')));
  const activate = (press: Event) => {
    press.preventDefault();
    void outcome.run(async () => {
      const made = await request<{ recovery_codes: string[] }>('PUT', '/api/v1/second-factor', { code });
      setCodes(made.recovery_codes);
      setBegun(null);
      setCode('');
      loaded.reload();
      announce(t('factor.on'));
    });
  };
  const end = () =>
    void outcome.run(async () => {
      await request('DELETE', '/api/v1/second-factor');
      setCodes([]);
      loaded.reload();
      announce(t('factor.off'));
    });
  if (!factor) return null;
  return (
    <section class="narrow" data-second-factor={String(factor.active)}>
      <h2 class="govuk-heading-m">{t('factor.title')}</h2>
      <p class="govuk-body">{t('factor.why')}</p>
      {factor.required && !factor.active && <p class="govuk-inset-text">{t('factor.required')}</p>}
      <ErrorSummary errors={outcome.errors} general={outcome.general} />
      <p class="govuk-body">
        <strong>{t(factor.active ? 'factor.on' : 'factor.off')}</strong>
        {factor.active && ` ${t('factor.left', { count: factor.recovery_codes })}`}
      </p>
      {codes.length > 0 && (
        <div class="govuk-inset-text">
          <p>{t('factor.codes')}</p>
          <ul class="govuk-list codes">
            {codes.map((each) => (
              <li key={each}>
                <code>{each}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {begun && (
        <form method="post" noValidate onSubmit={activate}>
          <p class="govuk-body">{t('factor.scan')}</p>
          <QrCode text={begun.address} label={t('factor.picture')} />
          <p class="govuk-body">{t('factor.secret')}</p>
          <p class="govuk-body">
            <code data-secret>{begun.secret}</code>
          </p>
          <p class="govuk-body">
            <a class="govuk-link" href={begun.address}>
              {t('factor.openApp')}
            </a>
          </p>
          <PlainField pointer="/code" label={t('factor.code')} autoComplete="one-time-code" value={code} errors={outcome.errors} onInput={setCode} />
          <button class="govuk-button" type="submit" data-does="activate-factor">
            {t('factor.activate')}
          </button>
        </form>
      )}
      {!begun && !factor.active && (
        <SmallButton name="begin-factor" onClick={begin}>
          {t('factor.begin')}
        </SmallButton>
      )}
      {factor.active && (
        <SmallButton name="end-factor" onClick={end}>
          {t('factor.end')}
        </SmallButton>
      )}
    </section>
  );
}
