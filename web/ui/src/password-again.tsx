// Asks for the password once more when the server wants it for something, in a dialog over the page, so that nothing
// typed is lost; what was refused is then sent again.
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type FieldError, type Session, onPasswordAgain, request, setCsrfToken } from './api';
import { t } from './i18n';
import { PlainField } from './plain-field';

let asking: Promise<boolean> | null = null;

export function askForPasswords(): void {
  onPasswordAgain(() => (asking ??= ask().finally(() => (asking = null))));
}

function ask(): Promise<boolean> {
  const place = document.createElement('div');
  document.body.append(place);
  const before = document.activeElement;
  return new Promise<boolean>((resolve) => {
    const close = (given: boolean) => {
      render(null, place);
      place.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(given);
    };
    render(<PasswordDialog close={close} />, place);
  });
}

function PasswordDialog({ close }: { close: (given: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector('input')?.focus();
  }, []);
  const say = (detail: string) => setErrors([{ pointer: '/password-again', detail }]);
  const submit = async (press: Event) => {
    press.preventDefault();
    if (busy) return;
    if (!password) return say(t('signIn.enterPassword'));
    setBusy(true);
    try {
      const session = await request<Session>('POST', '/api/v1/session/confirm', { password });
      setCsrfToken(session.csrf_token);
      close(true);
    } catch (error) {
      setBusy(false);
      say(error instanceof ApiError ? (error.problem.errors?.[0]?.detail ?? error.message) : t('error.offlineKept'));
    }
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="password-again" onCancel={() => close(false)}>
      <form method="post" noValidate onSubmit={(press) => void submit(press)}>
        <h2 class="govuk-heading-m" id="password-again">
          {t('access.again')}
        </h2>
        <p class="govuk-body">{t('access.againWhy')}</p>
        <PlainField pointer="/password-again" label={t('signIn.password')} type="password" autoComplete="current-password" value={password} errors={errors} onInput={setPassword} />
        <div class="govuk-button-group">
          <button class="govuk-button" type="submit" aria-disabled={busy ? true : undefined}>
            {t('access.goOn')}
          </button>
          <button class="govuk-button govuk-button--secondary" type="button" onClick={() => close(false)}>
            {t('action.cancel')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
