// A problem report made of several answers: what they say is gathered for the chamber to rewrite.
import { useState } from 'preact/hooks';
import { ApiError, type FieldError, type Fields, type Item, request } from '../../api';
import { leaveNote, useApp } from '../../app';
import { ErrorSummary, ObjectFields, validate } from '../../form';
import { pick, t } from '../../i18n';
import { prune } from '../../value';
import { itemHref, refusal } from '../../view';
import type { Body, Questionnaire, SurveyResponse } from './model';

// What the chamber says in the report; round, chamber and the number of businesses are known.
const names = ['title', 'cities', 'panel', 'theme', 'description', 'requested_action', 'severity', 'priority', 'reference', 'language'];

export function Group({ questionnaire, responses, done }: { questionnaire: Questionnaire & { body: Body }; responses: SurveyResponse[]; done: () => void }) {
  const { titles } = useApp();
  const kind = titles.kind('problem_report');
  const [open, setOpen] = useState(false);
  const [fields, setFields] = useState<Fields>({});
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!kind) return null;
  const schema = kind.open?.data ?? kind.fields ?? {};
  if (!open) {
    return (
      <button
        type="button"
        class="govuk-button"
        onClick={() => {
          setFields(gathered(questionnaire.body, responses));
          setOpen(true);
        }}
      >
        {t('survey.group', { count: responses.length })}
      </button>
    );
  }
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const asked = prune(fields) as Fields;
    const wrong = validate({ ...schema, properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => names.includes(name))) }, asked, pick(kind.title, kind.id), '', true);
    setErrors(wrong);
    setGeneral(null);
    if (wrong.length) return;
    setBusy(true);
    try {
      const made = await request<Item>('POST', `/api/v1/questionnaires/${questionnaire.id}/reports`, { responses: responses.map(({ number }) => number), fields: asked });
      leaveNote(t('survey.grouped', { count: responses.length }));
      done();
      location.assign(itemHref(kind, made.id));
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiError && error.problem.errors?.length) setErrors(error.problem.errors);
      else setGeneral(refusal(error));
    }
  };
  const hint = fields['language'];
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} class="narrow" aria-labelledby="group-title">
      <h3 class="govuk-heading-m" id="group-title">
        {t('survey.group', { count: responses.length })}
      </h3>
      <p class="govuk-body">{t('survey.groupLead')}</p>
      <ErrorSummary errors={errors} general={general} />
      <ObjectFields schema={schema} value={fields} onChange={setFields} errors={errors} names={names} textLang={typeof hint === 'string' ? hint : undefined} />
      <div class="govuk-button-group">
        <button class="govuk-button" type="submit" aria-disabled={busy ? true : undefined}>
          {t('survey.makeReport')}
        </button>
        <button type="button" class="govuk-button govuk-button--secondary" onClick={() => setOpen(false)}>
          {t('action.cancel')}
        </button>
      </div>
    </form>
  );
}

// A first version of the report: all cities, the most frequent choice, the middle severity rounded up, and the texts one
// after the other, in the language of the first. What is confidential is left out.
export function gathered(body: Body, responses: SurveyResponse[]): Fields {
  const fields: Fields = { language: responses[0]?.language ?? body.language };
  for (const question of body.questions) {
    if (!question.field || question.confidential) continue;
    const values = responses.map(({ answers }) => answers[question.id]).filter((value) => value !== undefined);
    if (!values.length) continue;
    if (question.kind === 'many') {
      const chosen = new Set(values.flat());
      fields[question.field] = (question.options ?? []).map(({ id }) => id).filter((id) => chosen.has(id));
    } else if (question.kind === 'scale') {
      const sorted = values.map(Number).sort((a, b) => a - b);
      fields[question.field] = sorted[Math.floor(sorted.length / 2)];
    } else if (question.kind === 'one') {
      const count = (value: unknown) => values.filter((each) => each === value).length;
      fields[question.field] = [...values].sort((a, b) => count(b) - count(a))[0];
    } else {
      fields[question.field] = question.long ? values.join('\n\n') : values[0];
    }
  }
  return fields;
}
