// Where somebody names their own account: the first administrator, and whoever was invited.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { request } from '../api';
import { Page, href } from '../app';
import { ErrorSummary } from '../form';
import { t } from '../i18n';
import { PlainField } from '../plain-field';
import { useOutcome } from './common';

// The one-time key stands behind the # of the address, which no browser sends to a server or tells another page.
export const token = location.hash.slice(1);

interface NewAccountProps {
  title: string;
  address: string; // of the API, which takes the token and the account
  name?: string; // as it was written in the invitation
  hint?: string;
  children: ComponentChildren; // said above the form
}

export function NewAccount({ title, address, name: given = '', hint, children }: NewAccountProps) {
  const outcome = useOutcome();
  const [user, setUser] = useState('');
  const [name, setName] = useState(given);
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const submit = async (press: Event) => {
    press.preventDefault();
    const wanted = { token, user: user.trim(), name: name.trim(), password };
    const missing = [
      ...(wanted.user ? [] : [{ pointer: '/user', detail: t('signIn.enterUser') }]),
      ...(wanted.name ? [] : [{ pointer: '/name', detail: t('firstAdministrator.enterName') }]),
      ...(password ? [] : [{ pointer: '/password', detail: t('signIn.enterPassword') }]),
    ];
    if (missing.length) return outcome.say(missing);
    if (await outcome.run(() => request('POST', address, wanted))) setDone(true);
  };
  if (done) {
    return (
      <Page title={t('firstAdministrator.done')}>
        <a class="govuk-button" href={href('sign-in')}>
          {t('action.signIn')}
        </a>
      </Page>
    );
  }
  return (
    <div class="narrow">
      <ErrorSummary errors={outcome.errors} general={outcome.general} />
      <Page title={title}>
        {children}
        <form method="post" noValidate onSubmit={(press) => void submit(press)}>
          <PlainField pointer="/user" label={t('signIn.user')} autoComplete="username" value={user} errors={outcome.errors} onInput={setUser} />
          <PlainField pointer="/name" label={t('firstAdministrator.name')} autoComplete="name" value={name} errors={outcome.errors} onInput={setName} />
          <PlainField
            pointer="/password"
            label={t('firstAdministrator.newPassword')}
            type="password"
            autoComplete="new-password"
            value={password}
            errors={outcome.errors}
            onInput={setPassword}
          />
          {hint && <p class="govuk-body">{hint}</p>}
          <button class="govuk-button" type="submit" data-does="join" aria-disabled={outcome.busy ? true : undefined}>
            {t('firstAdministrator.make')}
          </button>
        </form>
      </Page>
    </div>
  );
}
