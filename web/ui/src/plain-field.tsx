// One line of a form that no schema describes: signing in, the first account.
import type { FieldError } from './api';
// Not from './form': every page has this, and would load all forms with it.
import { fieldId } from './form/control';
import { t } from './i18n';

export function PlainField(props: {
  pointer: string;
  label: string;
  type?: 'text' | 'password' | 'email';
  autoComplete: string;
  value: string;
  errors: FieldError[];
  onInput: (text: string) => void;
}) {
  const id = fieldId(props.pointer);
  const error = props.errors.find(({ pointer }) => pointer === props.pointer)?.detail;
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <label class="govuk-label govuk-label--s" for={id}>
        {props.label}
      </label>
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">{t('error.prefix')}</span> {error}
        </p>
      )}
      <input
        class={`govuk-input${error ? ' govuk-input--error' : ''}`}
        id={id}
        name={props.autoComplete}
        type={props.type ?? 'text'}
        autoComplete={props.autoComplete}
        autoCapitalize="none"
        spellcheck={false}
        value={props.value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </div>
  );
}
