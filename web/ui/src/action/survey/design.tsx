// Designing a questionnaire: its texts in several languages, its questions and their order, and how it will look.
import { useState } from 'preact/hooks';
import { ApiError, type FieldError, type Fields, type Language, type Texts, request } from '../../api';
import { Page, href, leaveNote, useApp } from '../../app';
import { DraftStatus, ErrorSummary, fieldId, useDraft } from '../../form';
import { t } from '../../i18n';
import { refusal } from '../../view';
import { fieldKeys } from './keys';
import { type Body, type Questionnaire, languageName, localised } from './model';
import { QuestionField, Words } from './question';
import { QuestionEditor, newQuestion } from './question-editor';
import { TextsInput } from './texts-input';

export function Design({ questionnaire, changed }: { questionnaire: Questionnaire & { body: Body }; changed: (next: Questionnaire) => void }) {
  const { meta, titles } = useApp();
  const draft = useDraft(`questionnaire-${questionnaire.id}`, questionnaire.body as unknown as Fields);
  const body = draft.value as unknown as Body;
  const [version, setVersion] = useState(questionnaire.version);
  const [edited, setEdited] = useState<Language>(questionnaire.body.language);
  const [preview, setPreview] = useState<Language | null>(null);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const change = (next: Partial<Body>) => {
    setNote('');
    draft.change({ ...body, ...next } as unknown as Fields);
  };

  const save = async (): Promise<Questionnaire | null> => {
    setErrors([]);
    setGeneral(null);
    try {
      const saved = await request<Questionnaire>('PUT', `/api/v1/questionnaires/${questionnaire.id}`, { version, body: tidy(body) });
      setVersion(saved.version);
      await draft.discard();
      setNote(t('survey.saved'));
      return saved;
    } catch (error) {
      const wrong = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      // A missing text is one in the questionnaire's own language.
      if (wrong.some(({ pointer }) => pointer.endsWith(`/${body.language}`))) setEdited(body.language);
      if (wrong.length) setErrors(wrong.map((each) => ({ ...each, detail: t('survey.wrongAt', { place: place(each.pointer), rule: sentence(each.rule) }) })));
      else setGeneral(refusal(error));
      return null;
    }
  };
  const publish = async () => {
    if (!(await save())) return;
    try {
      const published = await request<Questionnaire>('POST', `/api/v1/questionnaires/${questionnaire.id}/publish`, {});
      leaveNote(t('survey.published'));
      changed(published);
    } catch (error) {
      setGeneral(refusal(error));
    }
  };

  if (!draft.ready || !body.questions) return <p class="govuk-body pending">{t('page.loading')}</p>;
  const move = (from: number, to: number) => {
    const questions = [...body.questions];
    const [moved] = questions.splice(from, 1);
    if (moved) questions.splice(to, 0, moved);
    change({ questions });
  };
  const text = (name: 'title' | 'introduction', long: boolean) => (
    <TextsInput
      pointer={`/${name}/${edited}`}
      label={t(fieldKeys[name])}
      texts={body[name]}
      edited={edited}
      original={body.language}
      long={long}
      errors={errors}
      onChange={(texts: Texts) => change({ [name]: texts })}
    />
  );
  return (
    <>
      <ErrorSummary errors={errors} general={general} />
      <Page title={localised(body.title, body.language).text || t('survey.untitled')} caption={titles.organisationName(questionnaire.organisation, 'chamber')}>
        <p class="govuk-body">{t('survey.designLead')}</p>
        <div class="govuk-button-group">
          {meta.languages.map((code) => (
            <button key={code} type="button" class="govuk-button govuk-button--secondary" aria-pressed={preview === code} onClick={() => setPreview(preview === code ? null : code)}>
              {t('survey.previewIn', { language: languageName(code) })}
            </button>
          ))}
        </div>
        {preview && <Preview body={body} shown={preview} />}
        <div class="narrow">
          <div class="govuk-form-group">
            <label class="govuk-label govuk-label--s" for="edited-language">
              {t('survey.editedLanguage')}
            </label>
            <select class="govuk-select" id="edited-language" value={edited} onChange={(event) => setEdited(event.currentTarget.value as Language)}>
              {meta.languages.map((code) => (
                <option key={code} value={code}>
                  {languageName(code)}
                </option>
              ))}
            </select>
          </div>
          {text('title', false)}
          {text('introduction', true)}
          {body.questions.map((question, index) => (
            <QuestionEditor
              key={question.id}
              question={question}
              place={index}
              count={body.questions.length}
              edited={edited}
              original={body.language}
              errors={errors}
              onChange={(next) => change({ questions: body.questions.map((each, at) => (at === index ? next : each)) })}
              onMove={(by) => move(index, index + by)}
              onRemove={() => change({ questions: body.questions.filter((_, at) => at !== index) })}
            />
          ))}
          <p>
            <button
              type="button"
              class="govuk-button govuk-button--secondary"
              id={fieldId('/questions')}
              onClick={() => change({ questions: [...body.questions, newQuestion(body.questions)] })}
            >
              {t('survey.addQuestion')}
            </button>
          </p>
          <div class="govuk-button-group">
            <button type="button" class="govuk-button" onClick={() => void save()}>
              {t('survey.save')}
            </button>
            <button type="button" class="govuk-button govuk-button--secondary" onClick={() => void publish()}>
              {t('survey.publish')}
            </button>
            <a class="govuk-link" href={href('questionnaires')}>
              {t('action.back')}
            </a>
          </div>
          <p class="govuk-body" role="status" aria-live="polite">
            {note}
          </p>
          <DraftStatus draft={draft} />
        </div>
      </Page>
    </>
  );
}

// Texts that are only blanks are none.
function tidy(body: Body): Body {
  const texts = (each: Texts | undefined) => each && Object.fromEntries(Object.entries(each).filter(([, text]) => text.trim() !== ''));
  return {
    ...body,
    title: texts(body.title) ?? {},
    introduction: texts(body.introduction) ?? {},
    questions: body.questions.map((question) => ({ ...question, text: texts(question.text) ?? {}, ...(question.help ? { help: texts(question.help) ?? {} } : {}) })),
  };
}

function place(pointer: string): string {
  const match = /^\/questions\/(\d+)/.exec(pointer);
  return match ? t('survey.questionNumber', { number: Number(match[1]) + 1 }) : t(pointer.startsWith('/introduction') ? 'survey.field.introduction' : 'survey.field.title');
}

function sentence(rule: string | undefined): string {
  if (rule === 'required') return t('survey.rule.required');
  if (rule === 'min_items') return t('survey.rule.options');
  return t(rule === 'max_length' ? 'survey.rule.tooLong' : 'survey.rule.wrong');
}

// As businesses will see it; nothing is kept.
function Preview({ body, shown }: { body: Body; shown: Language }) {
  const [answers, setAnswers] = useState<Fields>({});
  const asked = { original: body.language, shown };
  return (
    <section class="preview narrow" aria-label={t('survey.previewIn', { language: languageName(shown) })} lang={shown}>
      <h2 class="govuk-heading-l">
        <Words texts={body.title} asked={asked} />
      </h2>
      <p class="govuk-body user-text">
        <Words texts={body.introduction} asked={asked} />
      </p>
      {body.questions.map((question) => (
        <QuestionField
          key={question.id}
          question={question}
          value={answers[question.id]}
          errors={[]}
          asked={asked}
          onChange={(value) => setAnswers({ ...answers, [question.id]: value })}
        />
      ))}
    </section>
  );
}
