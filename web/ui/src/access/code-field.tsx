// The code of the second factor, asked for once the password, or an identity provider, was right and there is one.
import { ApiError, type FieldError } from '../api';
import { t } from '../i18n';
import { PlainField } from '../plain-field';

export const codePointer = '/code';

// Whether a code has to be typed now; `code` is null as long as none was asked for.
export function asksForCode(error: unknown, code: string | null): boolean {
  return code === null && error instanceof ApiError && error.problem.rule === 'second_factor_needed';
}

export function CodeField(props: { code: string; errors: FieldError[]; onInput: (code: string) => void }) {
  return (
    <PlainField
      pointer={codePointer}
      label={t('factor.signInCode')}
      autoComplete="one-time-code"
      value={props.code}
      errors={props.errors}
      onInput={props.onInput}
    />
  );
}

// Once the field is on the page.
export function focusCode(): void {
  requestAnimationFrame(() => document.getElementById('f-code')?.focus());
}
