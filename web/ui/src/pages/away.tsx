// Who stands in while the person is away: for the role that they act in. On the page of notices, which is what it
// changes.
import { useState } from 'preact/hooks';
import { ApiError, type FieldError, get, request } from '../api';
import { announce, useApp, useLoaded } from '../app';
import * as dates from '../dates';
import { ErrorSummary, fieldId } from '../form';
import { type Key, t } from '../i18n';
import type { StandIns } from '../stand-ins';
import { refusal } from '../view';

export function Away() {
  const { session, titles } = useApp();
  const loaded = useLoaded(() => get<StandIns>('/api/v1/stand-ins'), [session]);
  const [failed, setFailed] = useState<string | null>(null);
  if (!session || !loaded.value || !session.acting.organisation) return null;
  const { own, items, colleagues } = loaded.value;
  const mine = items.filter(({ now, stand_in }) => now && stand_in.user === session.user);
  const others = colleagues.filter(({ user, roles }) => user !== session.user && roles.includes(session.acting.role));
  const end = () =>
    request('DELETE', '/api/v1/stand-ins/own').then(
      () => {
        announce(t('standIn.ended'));
        loaded.reload();
      },
      (error: unknown) => setFailed(refusal(error)),
    );
  return (
    <>
      {mine.map(({ person, role, until }) => (
        <div class="govuk-inset-text" key={person.user + role} data-standing-in={person.user}>
          {t('standIn.you', { name: person.name, role: titles.actor({ role, organisation: session.acting.organisation }), until: dates.date(until) })}
        </div>
      ))}
      <details class="govuk-details" open={!!own}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{t('standIn.title')}</span>
        </summary>
        <div class="govuk-details__text">
          {failed && <p class="govuk-error-message">{failed}</p>}
          {own ? (
            <>
              <p class="govuk-body" data-own-stand-in={own.stand_in.user}>
                {t('standIn.own', { name: own.stand_in.name, from: dates.date(own.from), until: dates.date(own.until) })}
              </p>
              <button type="button" class="govuk-button govuk-button--secondary" onClick={() => void end()}>
                {t('standIn.end')}
              </button>
            </>
          ) : others.length === 0 ? (
            <p class="govuk-body">{t('standIn.nobody')}</p>
          ) : (
            <AwayForm
              others={others}
              done={() => {
                announce(t('standIn.named'));
                loaded.reload();
              }}
            />
          )}
        </div>
      </details>
    </>
  );
}

// The server's rules, in the reader's words.
const sentences: Record<string, Key> = {
  stand_in_role: 'standIn.wrongRole',
  stand_in_self: 'standIn.wrongRole',
  stand_in_past: 'standIn.wrongPast',
  stand_in_order: 'standIn.wrongOrder',
  stand_in_long: 'standIn.wrongLong',
  format: 'standIn.wrongDate',
};

function AwayForm({ others, done }: { others: StandIns['colleagues']; done: () => void }) {
  const [values, setValues] = useState({ stand_in: '', from: '', until: '' });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    setGeneral(null);
    setErrors([]);
    try {
      await request('PUT', '/api/v1/stand-ins/own', values);
      done();
    } catch (error) {
      const wrong = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      setErrors(wrong.map((each) => ({ ...each, detail: t(sentences[each.rule ?? ''] ?? 'standIn.wrongDate') })));
      if (wrong.length === 0) setGeneral(refusal(error));
    }
  };
  const wrongOf = (name: string) => errors.find(({ pointer }) => pointer === `/${name}`)?.detail;
  const set = (name: keyof StandInForm) => (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value });
  const labels: Record<keyof StandInForm, Key> = { stand_in: 'standIn.who', from: 'standIn.from', until: 'standIn.until' };
  return (
    <form method="post" noValidate onSubmit={(event) => void send(event)}>
      <ErrorSummary errors={errors} general={general} />
      <p class="govuk-body">{t('standIn.lead')}</p>
      {(Object.keys(labels) as (keyof StandInForm)[]).map((name) => {
        const wrong = wrongOf(name);
        const id = fieldId(`/${name}`);
        const described = { id, value: values[name], 'aria-invalid': wrong ? true : undefined, 'aria-describedby': wrong ? `${id}-error` : undefined };
        return (
          <div key={name} class={`govuk-form-group${wrong ? ' govuk-form-group--error' : ''}`}>
            <label class="govuk-label govuk-label--s" for={id}>
              {t(labels[name])}
            </label>
            {wrong && (
              <p class="govuk-error-message" id={`${id}-error`}>
                <span class="govuk-visually-hidden">{t('error.prefix')}</span> {wrong}
              </p>
            )}
            {name === 'stand_in' ? (
              <select class={`govuk-select${wrong ? ' govuk-select--error' : ''}`} {...described} onChange={set(name)}>
                <option value="">{t('form.choose')}</option>
                {others.map((each) => (
                  <option key={each.user} value={each.user}>
                    {each.name}
                  </option>
                ))}
              </select>
            ) : (
              <input type="date" class={`govuk-input date-input${wrong ? ' govuk-input--error' : ''}`} {...described} onInput={set(name)} />
            )}
          </div>
        );
      })}
      <button class="govuk-button govuk-button--secondary" type="submit">
        {t('standIn.name')}
      </button>
    </form>
  );
}

type StandInForm = Record<'stand_in' | 'from' | 'until', string>;
