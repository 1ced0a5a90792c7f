// Controls that are typed into: numbers, dates, one line, several lines, a list with one text a line, JSON.
import { useState } from 'preact/hooks';
import { t, textLanguage } from '../i18n';
import { type ControlProps, aria } from './control';

export function NumberInput(props: ControlProps) {
  const { value, onChange, id, error } = props;
  return (
    <input
      class={`govuk-input govuk-input--width-5${error ? ' govuk-input--error' : ''}`}
      id={id}
      inputMode="numeric"
      value={value === undefined || value === null ? '' : String(value)}
      onInput={(event) => {
        const text = event.currentTarget.value.trim().normalize('NFKC');
        onChange(text === '' ? undefined : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
      }}
      {...aria(props)}
    />
  );
}

export function DateInput(props: ControlProps) {
  const { value, onChange, id, error } = props;
  return (
    <input
      type="date"
      class={`govuk-input date-input${error ? ' govuk-input--error' : ''}`}
      id={id}
      value={String(value ?? '')}
      onInput={(event) => onChange(event.currentTarget.value)}
      {...aria(props)}
    />
  );
}

export function LinesInput(props: ControlProps) {
  const { value, onChange, id } = props;
  return (
    <textarea
      class="govuk-textarea"
      id={id}
      rows={2}
      value={Array.isArray(value) ? value.join('\n') : ''}
      onInput={(event) => onChange(event.currentTarget.value.split('\n'))}
      {...aria(props)}
    />
  );
}

export function TextArea(props: ControlProps) {
  const { schema, onChange, id, error } = props;
  const text = String(props.value ?? '');
  const left = schema.maxLength === undefined ? null : schema.maxLength - [...text].length;
  return (
    <>
      <textarea
        class={`govuk-textarea${error ? ' govuk-textarea--error' : ''}`}
        id={id}
        rows={6}
        lang={text ? textLanguage(text, props.textLang) : props.textLang}
        value={text}
        onInput={(event) => onChange(event.currentTarget.value)}
        {...aria(props)}
      />
      {left !== null && left < 500 && (
        <div class="govuk-hint" aria-live="polite">
          {left >= 0 ? t('form.left', { count: left }) : t('form.over', { count: -left })}
        </div>
      )}
    </>
  );
}

export function TextInput(props: ControlProps) {
  const { schema, onChange, id, error } = props;
  const text = String(props.value ?? '');
  // What the item itself says is shown and sent, not typed.
  const given = !!schema['x-prefill'] && text !== '';
  return (
    <input
      class={`govuk-input${error ? ' govuk-input--error' : ''}${given ? ' given' : ''}`}
      id={id}
      readOnly={given}
      lang={text ? textLanguage(text, props.textLang) : props.textLang}
      value={text}
      onInput={(event) => onChange(event.currentTarget.value)}
      {...aria(props)}
    />
  );
}

// A value that no other control can ask for, as JSON; what is none is sent as a text, which the server judges.
export function JsonInput(props: ControlProps) {
  const { value, onChange, id, error } = props;
  const [text, setText] = useState(value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  return (
    <textarea
      class={`govuk-textarea${error ? ' govuk-textarea--error' : ''}`}
      id={id}
      rows={6}
      spellcheck={false}
      value={text}
      onInput={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        onChange(typed.trim() === '' ? undefined : jsonOr(typed));
      }}
      {...aria(props)}
    />
  );
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
