// Signing in by an identity provider: the browser goes there and comes back to the page pages/sign-on.tsx.
import { useState } from 'preact/hooks';
import { type SignOnProvider, get, request } from '../api';
import { announce, backAddress, href, useApp, useLoaded } from '../app';
import { ErrorSummary } from '../form';
import { pick, t } from '../i18n';
import { PlainField } from '../plain-field';
import { SmallButton, useOutcome } from './common';

// Where to go on afterwards, kept by this browser only.
const place = 'yellowsea.sign-on.back';

export function takeBack(): string {
  const back = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  return back ?? href('');
}

async function leave(path: string, back: string): Promise<void> {
  const begun = await request<{ address: string }>('POST', path);
  sessionStorage.setItem(place, back);
  location.assign(begun.address);
}

export function SignOnButtons() {
  const { meta } = useApp();
  const outcome = useOutcome();
  const providers = meta.sign_on ?? [];
  if (!providers.length) return null;
  return (
    <section aria-label={t('signOn.title')}>
      <ErrorSummary errors={[]} general={outcome.general} />
      {providers.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          class="govuk-button govuk-button--secondary"
          data-sign-on={id}
          aria-disabled={outcome.busy ? true : undefined}
          onClick={() => void outcome.run(() => leave(`/api/v1/sign-on/${id}`, backAddress() ?? href('')))}
        >
          {t('signOn.with', { provider: pick(title, id) })}
        </button>
      ))}
    </section>
  );
}

// On a person's own page: which providers vouch for them.
export function SignOnLinks() {
  const { meta } = useApp();
  return meta.sign_on?.length ? <Links /> : null;
}

function Links() {
  const outcome = useOutcome();
  const loaded = useLoaded(() => get<{ items: (SignOnProvider & { linked: boolean })[] }>('/api/v1/sign-on'));
  const link = (id: string) => void outcome.run(() => leave(`/api/v1/sign-on/${id}/link`, href('account')));
  const unlink = (id: string) =>
    void outcome.run(async () => {
      await request('DELETE', `/api/v1/sign-on/${id}/link`);
      loaded.reload();
      announce(t('signOn.unlinked'));
    });
  return (
    <section>
      <h2 class="govuk-heading-m">{t('signOn.title')}</h2>
      <p class="govuk-body">{t('signOn.why')}</p>
      <ErrorSummary errors={[]} general={outcome.general} />
      <ul class="cards">
        {(loaded.value?.items ?? []).map(({ id, title, linked }) => (
          <li class="card" key={id} data-provider={id} data-linked={String(linked)}>
            <div class="card__text">
              {pick(title, id)} {linked && <strong class="govuk-tag">{t('signOn.isLinked')}</strong>}
            </div>
            <SmallButton name={linked ? 'unlink' : 'link'} about={pick(title, id)} onClick={() => (linked ? unlink(id) : link(id))}>
              {t(linked ? 'signOn.unlink' : 'signOn.link')}
            </SmallButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface InvitedSignOn {
  provider: string;
  email: string;
}

// In the form of an invitation: who will vouch for the person, and by which address.
export function InviteSignOn(props: { value: InvitedSignOn | null; onChange: (value: InvitedSignOn | null) => void; errors: { pointer: string; detail: string }[] }) {
  const { meta } = useApp();
  const [id] = useState('f-sign-on');
  if (!meta.sign_on?.length) return null;
  return (
    <>
      <div class="govuk-form-group">
        <label class="govuk-label" for={id}>
          {t('signOn.invite')}
        </label>
        <select class="govuk-select" id={id} value={props.value?.provider ?? ''} onChange={(event) => props.onChange(event.currentTarget.value ? { provider: event.currentTarget.value, email: props.value?.email ?? '' } : null)}>
          <option value="">{t('signOn.nobody')}</option>
          {meta.sign_on.map((provider) => (
            <option key={provider.id} value={provider.id}>
              {pick(provider.title, provider.id)}
            </option>
          ))}
        </select>
      </div>
      {props.value && (
        <PlainField
          pointer="/sign_on/email"
          label={t('signOn.email')}
          type="email"
          autoComplete="off"
          value={props.value.email}
          errors={props.errors}
          onInput={(email) => props.onChange(props.value && { ...props.value, email })}
        />
      )}
    </>
  );
}
