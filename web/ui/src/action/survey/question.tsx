// One question as whoever answers sees it.
import type { FieldError, Language, Texts } from '../../api';
import { fieldId } from '../../form';
import { language, t } from '../../i18n';
import { type Question, languageName, localised } from './model';

export interface Asked {
  original: Language;
  // The language to show, where somebody looks at a questionnaire as others will see it.
  shown?: Language;
}

export function Words({ texts, asked }: { texts: Texts | undefined; asked: Asked }) {
  const { text, lang } = localised(texts, asked.original, asked.shown);
  const foreign = lang !== undefined && lang !== asked.shown;
  return (
    <span lang={lang}>
      {text}
      {foreign && text && (
        <span class="secondary" lang={language}>
          {' '}
          {t('survey.originalIn', { language: languageName(lang) })}
        </span>
      )}
    </span>
  );
}

export function QuestionField(props: { question: Question; value: unknown; onChange: (value: unknown) => void; errors: FieldError[]; asked: Asked; answered?: string | undefined }) {
  const { question, asked } = props;
  const pointer = `/answers/${question.id}`;
  const id = fieldId(pointer);
  const error = props.errors.find((each) => each.pointer === pointer)?.detail;
  const help = question.help && localised(question.help, asked.original, asked.shown).text;
  const described = [help && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const title = (
    <>
      <Words texts={question.text} asked={asked} />
      {!question.required && <span class="secondary"> {t('survey.optional')}</span>}
    </>
  );
  const notes = (
    <>
      {help && (
        <div class="govuk-hint" id={`${id}-hint`}>
          <Words texts={question.help} asked={asked} />
        </div>
      )}
      {error && (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">{t('error.prefix')}</span> {error}
        </p>
      )}
    </>
  );
  const group = `govuk-form-group${error ? ' govuk-form-group--error' : ''}`;
  if (question.kind === 'text') {
    return (
      <div class={group}>
        <label class="govuk-label govuk-label--s" for={id}>
          {title}
        </label>
        {notes}
        <TextAnswer {...props} id={id} described={described} wrong={!!error} />
      </div>
    );
  }
  return (
    <div class={group}>
      <fieldset class="govuk-fieldset" id={id} aria-describedby={described}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{title}</legend>
        {notes}
        {question.kind === 'scale' ? <ScaleAnswer {...props} id={id} /> : <ChoiceAnswer {...props} id={id} />}
      </fieldset>
    </div>
  );
}

type Answer = Parameters<typeof QuestionField>[0] & { id: string };

function TextAnswer({ question, value, onChange, id, described, wrong, answered }: Answer & { described: string | undefined; wrong: boolean }) {
  const text = typeof value === 'string' ? value : '';
  const most = question.max_length ?? 5000;
  const shared = {
    id,
    lang: answered,
    value: text,
    'aria-describedby': described,
    'aria-invalid': wrong ? true : undefined,
    onInput: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  const left = most - [...text].length;
  return (
    <>
      {question.long ? (
        <textarea class={`govuk-textarea${wrong ? ' govuk-textarea--error' : ''}`} rows={5} {...shared} />
      ) : (
        <input class={`govuk-input${wrong ? ' govuk-input--error' : ''}`} {...shared} />
      )}
      {left < Math.min(200, most / 4) && (
        <div class="govuk-hint" aria-live="polite">
          {left >= 0 ? t('form.left', { count: left }) : t('form.over', { count: -left })}
        </div>
      )}
    </>
  );
}

function ChoiceAnswer({ question, value, onChange, asked, id }: Answer) {
  const many = question.kind === 'many';
  const chosen = new Set(many ? (Array.isArray(value) ? value : []) : [value]);
  const sort = many ? 'checkboxes' : 'radios';
  const choose = (option: string, checked: boolean) => {
    if (!many) return onChange(option);
    const order = (question.options ?? []).map((each) => each.id);
    return onChange(order.filter((each) => (each === option ? checked : chosen.has(each))));
  };
  return (
    <div class={`govuk-${sort} govuk-${sort}--small`}>
      {(question.options ?? []).map((option) => (
        <div class={`govuk-${sort}__item`} key={option.id}>
          <input
            class={`govuk-${sort}__input`}
            type={many ? 'checkbox' : 'radio'}
            id={`${id}-${option.id}`}
            name={id}
            checked={chosen.has(option.id)}
            onChange={(event) => choose(option.id, event.currentTarget.checked)}
          />
          <label class={`govuk-label govuk-${sort}__label`} for={`${id}-${option.id}`}>
            <Words texts={option.text} asked={asked} />
          </label>
        </div>
      ))}
    </div>
  );
}

function ScaleAnswer({ question, value, onChange, asked, id }: Answer) {
  const min = question.min ?? 1;
  const numbers = Array.from({ length: (question.max ?? 5) - min + 1 }, (_, index) => min + index);
  return (
    <div class="scale">
      <span class="scale__end">
        <Words texts={question.low} asked={asked} />
      </span>
      <div class="govuk-radios govuk-radios--small scale__numbers">
        {numbers.map((number) => (
          <div class="govuk-radios__item" key={number}>
            <input class="govuk-radios__input" type="radio" id={`${id}-${number}`} name={id} checked={value === number} onChange={() => onChange(number)} />
            <label class="govuk-label govuk-radios__label" for={`${id}-${number}`}>
              {number}
            </label>
          </div>
        ))}
      </div>
      <span class="scale__end">
        <Words texts={question.high} asked={asked} />
      </span>
    </div>
  );
}

// An answer in words.
export function AnswerText({ question, value, asked, lang }: { question: Question; value: unknown; asked: Asked; lang?: string }) {
  if (value === undefined || value === null || value === '') return <span class="secondary">{t('survey.noAnswer')}</span>;
  if (question.kind === 'text') {
    return (
      <span class="user-text" lang={lang}>
        {String(value)}
      </span>
    );
  }
  if (question.kind === 'scale') return <>{t('survey.ofScale', { value: Number(value), most: question.max ?? 5 })}</>;
  const chosen = Array.isArray(value) ? value : [value];
  return (
    <>
      {(question.options ?? [])
        .filter((option) => chosen.includes(option.id))
        .map((option, index) => (
          <span key={option.id}>
            {index > 0 && t('state.comma')}
            <Words texts={option.text} asked={asked} />
          </span>
        ))}
    </>
  );
}

interface GivenAnswer {
  answers: Record<string, unknown>;
  language?: string;
}

// Every question with its answer.
export function WholeAnswer({ questions, response, asked }: { questions: Question[]; response: GivenAnswer; asked: Asked }) {
  return (
    <dl class="govuk-summary-list">
      {questions.map((question) => (
        <div class="govuk-summary-list__row" key={question.id}>
          <dt class="govuk-summary-list__key">
            <Words texts={question.text} asked={asked} />
          </dt>
          <dd class="govuk-summary-list__value">
            <AnswerText question={question} value={response.answers[question.id]} asked={asked} lang={response.language} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
