// One text in the language that is being edited; in another language than the original, the original stands by.
import type { FieldError, Language, Texts } from '../../api';
import { fieldId } from '../../form';
import { t } from '../../i18n';

export function TextsInput(props: {
  pointer: string;
  label: string;
  texts: Texts | undefined;
  edited: Language;
  original: Language;
  long?: boolean;
  errors: FieldError[];
  onChange: (texts: Texts) => void;
}) {
  const { pointer, texts, edited, original } = props;
  const id = fieldId(pointer);
  const error = props.errors.find((each) => each.pointer === pointer)?.detail;
  const hint = edited !== original && texts?.[original];
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const shared = {
    id,
    lang: edited,
    value: texts?.[edited] ?? '',
    'aria-describedby': described,
    'aria-invalid': error ? true : undefined,
    onInput: (event: { currentTarget: { value: string } }) => props.onChange({ ...texts, [edited]: event.currentTarget.value }),
  };
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <label class="govuk-label" for={id}>
        {props.label}
      </label>
      {hint && (
        <div class="govuk-hint" id={`${id}-hint`} lang={original}>
          {hint}
        </div>
      )}
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">{t('error.prefix')}</span> {error}
        </p>
      )}
      {props.long ? <textarea class="govuk-textarea" rows={4} {...shared} /> : <input class="govuk-input" {...shared} />}
    </div>
  );
}
