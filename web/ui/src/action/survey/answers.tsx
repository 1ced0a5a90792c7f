// A published questionnaire: its link and codes, the answers as they come in, and what is made of them.
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, request } from '../../api';
import { Page, announce, takeNote, useApp, useLoaded } from '../../app';
import { Bars } from '../../figure/bars';
import { ErrorSummary } from '../../form';
import { t } from '../../i18n';
import { Banner } from '../../notes';
import { refusal } from '../../view';
import { stateKeyOf } from './keys';
import { Codes } from './codes';
import { ResponseFiles } from './files';
import { type Body, type Questionnaire, type Results, allResponses, localised } from './model';
import { Responses } from './responses';

const pollEvery = 5000;

export function Answers({ questionnaire, changed }: { questionnaire: Questionnaire & { body: Body }; changed: (next: Questionnaire) => void }) {
  const { titles } = useApp();
  const [note] = useState(takeNote);
  const [general, setGeneral] = useState<string | null>(null);
  const path = `/api/v1/questionnaires/${questionnaire.id}`;
  const results = useLoaded(() => get<Results>(`${path}/results`));
  const responses = useLoaded(() => allResponses(questionnaire.id));
  const reload = () => {
    results.reload();
    responses.reload();
  };
  useComing(path, results.value, reload, results.set);

  const act = async (what: 'close' | 'publish') => {
    setGeneral(null);
    try {
      changed(await request<Questionnaire>('POST', `${path}/${what}`, {}));
    } catch (error) {
      setGeneral(refusal(error));
    }
  };
  const { body } = questionnaire;
  const title = localised(body.title, body.language);
  return (
    <>
      <ErrorSummary errors={[]} general={general} />
      <Page title={title.text} {...(title.lang ? { titleLang: title.lang } : {})} caption={titles.organisationName(questionnaire.organisation, 'chamber')}>
        {note && <Banner text={note} />}
        <p class="govuk-body-l" role="status" aria-live="polite" data-answers={results.value?.submitted}>
          {results.value && t('survey.count', { count: results.value.submitted, drafts: results.value.drafts, used: results.value.used })}
        </p>
        <p class="govuk-body">
          <strong class="govuk-tag">{t(stateKeyOf(questionnaire))}</strong>
        </p>
        {questionnaire.state === 'open' && questionnaire.link && <Codes questionnaire={questionnaire} link={questionnaire.link} />}
        <p>
          {questionnaire.state === 'open' ? (
            <button type="button" class="govuk-button govuk-button--secondary" onClick={() => void act('close')}>
              {t('survey.close')}
            </button>
          ) : (
            <button type="button" class="govuk-button govuk-button--secondary" onClick={() => void act('publish')}>
              {t('survey.reopen')}
            </button>
          )}
        </p>
        <h2 class="govuk-heading-m">{t('survey.results')}</h2>
        {results.value && <Charts body={body} results={results.value} />}
        <h2 class="govuk-heading-m">{t('survey.answers')}</h2>
        {responses.value && <Responses questionnaire={questionnaire} responses={responses.value} changed={reload} />}
        <ResponseFiles questionnaire={questionnaire} changed={reload} />
      </Page>
    </>
  );
}

// Answers have no place in the live stream of items: the page asks now and then, while somebody looks at it.
function useComing(path: string, known: Results | null, reload: () => void, set: (results: Results) => void) {
  const latest = useRef({ known, reload, set });
  latest.current = { known, reload, set };
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden) return;
      get<Results>(`${path}/results`).then(
        (results) => {
          const before = latest.current.known;
          if (!before || JSON.stringify(before) === JSON.stringify(results)) return;
          if (results.submitted !== before.submitted) {
            announce(t('survey.newAnswers', { count: results.submitted }));
            latest.current.reload();
          } else latest.current.set(results);
        },
        () => undefined,
      );
    }, pollEvery);
    return () => clearInterval(timer);
  }, [path]);
}

function Charts({ body, results }: { body: Body; results: Results }) {
  return (
    <div class="charts">
      {results.questions.map((tally) => {
        const question = body.questions.find(({ id }) => id === tally.id);
        if (!question) return null;
        const text = localised(question.text, body.language).text;
        const name = (value: string | number) => {
          const option = question.options?.find(({ id }) => id === value);
          return option ? localised(option.text, body.language).text : String(value);
        };
        if (tally.kind === 'text') {
          return (
            <p class="govuk-body" key={tally.id}>
              {text}
              {t('colon')}
              {t('survey.answeredBy', { count: tally.answered })}
            </p>
          );
        }
        return (
          <Bars
            key={tally.id}
            title={text}
            plain
            bars={tally.counts.map(({ value, count }) => ({ name: name(value), value: count }))}
            nameTitle={t('survey.option')}
            valueTitle={t('survey.answers')}
          />
        );
      })}
    </div>
  );
}
