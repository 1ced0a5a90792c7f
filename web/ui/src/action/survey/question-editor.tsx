// One question while a questionnaire is designed.
import type { FieldError, Language } from '../../api';
import { fieldId } from '../../form';
import { t } from '../../i18n';
import { fieldKeys, flagKeys, kindKeys } from './keys';
import { type Option, type Question, type QuestionKind, localised } from './model';
import { TextsInput } from './texts-input';

const kinds: QuestionKind[] = ['one', 'many', 'scale', 'text'];

// An id that no other has; ids stay when questions change their places.
function freeId(used: string[], stem: string): string {
  let number = 1;
  while (used.includes(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

export function newQuestion(others: Question[]): Question {
  return { id: freeId(others.map(({ id }) => id), 'q'), kind: 'text', text: {} };
}

export function QuestionEditor(props: {
  question: Question;
  place: number;
  count: number;
  edited: Language;
  original: Language;
  errors: FieldError[];
  onChange: (question: Question) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}) {
  const { question, place, count, edited, original, errors, onChange } = props;
  const pointer = `/questions/${place}`;
  const id = fieldId(pointer);
  const change = (next: Partial<Question>) => onChange({ ...question, ...next });
  const texts = (name: 'text' | 'help' | 'low' | 'high') => (
    <TextsInput
      pointer={`${pointer}/${name}/${edited}`}
      label={t(fieldKeys[name])}
      texts={question[name]}
      edited={edited}
      original={original}
      errors={errors}
      onChange={(value) => change({ [name]: value })}
    />
  );
  const flag = (name: 'required' | 'confidential' | 'long') => (
    <div class="govuk-checkboxes__item">
      <input class="govuk-checkboxes__input" type="checkbox" id={`${id}-${name}`} checked={question[name] ?? false} onChange={(event) => change({ [name]: event.currentTarget.checked })} />
      <label class="govuk-label govuk-checkboxes__label" for={`${id}-${name}`}>
        {t(flagKeys[name])}
      </label>
    </div>
  );
  return (
    <fieldset class="govuk-fieldset question" id={id}>
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{t('survey.questionNumber', { number: place + 1 })}</legend>
      <div class="question__moves">
        <button type="button" class="link-button" disabled={place === 0} onClick={() => props.onMove(-1)}>
          {t('survey.up')}
        </button>
        <button type="button" class="link-button" disabled={place === count - 1} onClick={() => props.onMove(1)}>
          {t('survey.down')}
        </button>
        <button type="button" class="link-button" disabled={count === 1} onClick={props.onRemove}>
          {t('survey.remove')}
        </button>
      </div>
      {texts('text')}
      {texts('help')}
      <div class="govuk-form-group">
        <label class="govuk-label" for={`${id}-kind`}>
          {t('survey.field.kind')}
        </label>
        <select class="govuk-select" id={`${id}-kind`} value={question.kind} disabled={!!question.field} onChange={(event) => change({ kind: event.currentTarget.value as QuestionKind })}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(kindKeys[kind])}
            </option>
          ))}
        </select>
      </div>
      {(question.kind === 'one' || question.kind === 'many') && <Options {...props} pointer={pointer} />}
      {question.kind === 'scale' && (
        <>
          {texts('low')}
          {texts('high')}
        </>
      )}
      <div class="govuk-checkboxes govuk-checkboxes--small">
        {flag('required')}
        {flag('confidential')}
        {question.kind === 'text' && flag('long')}
      </div>
    </fieldset>
  );
}

function Options(props: Parameters<typeof QuestionEditor>[0] & { pointer: string }) {
  const { question, edited, original, errors, onChange, pointer } = props;
  const options = question.options ?? [];
  // What fills a field of the report may only be one of that field's values.
  if (question.field) {
    return (
      <p class="govuk-body secondary">
        {t('survey.fixedOptions')} {options.map(({ text }) => localised(text, original, edited).text).join(t('state.comma'))}
      </p>
    );
  }
  const change = (next: Option[]) => onChange({ ...question, options: next });
  return (
    <div id={fieldId(`${pointer}/options`)}>
      {options.map((option, index) => (
        <div class="question__option" key={option.id}>
          <TextsInput
            pointer={`${pointer}/options/${index}/text/${edited}`}
            label={t('survey.optionNumber', { number: index + 1 })}
            texts={option.text}
            edited={edited}
            original={original}
            errors={errors}
            onChange={(text) => change(options.map((each, at) => (at === index ? { ...each, text } : each)))}
          />
          <button type="button" class="link-button" onClick={() => change(options.filter((_, at) => at !== index))}>
            {t('survey.removeOption', { number: index + 1 })}
          </button>
        </div>
      ))}
      <p>
        <button type="button" class="link-button" onClick={() => change([...options, { id: freeId(options.map(({ id }) => id), 'o'), text: {} }])}>
          {t('survey.addOption')}
        </button>
      </p>
    </div>
  );
}
