// The answers one by one: which are used already, and making reports of the others.
import { useState } from 'preact/hooks';
import { type Item, getAll, request } from '../../api';
import { useApp, useLoaded } from '../../app';
import * as dates from '../../dates';
import { ErrorSummary } from '../../form';
import { t } from '../../i18n';
import { itemHref, refusal } from '../../view';
import { Group } from './group';
import { type Body, type Questionnaire, type SurveyResponse, languageName } from './model';
import { WholeAnswer } from './question';

type Props = { questionnaire: Questionnaire & { body: Body }; responses: SurveyResponse[]; changed: () => void };

export function Responses({ questionnaire, responses, changed }: Props) {
  const [chosen, setChosen] = useState<number[]>([]);
  const [unused, setUnused] = useState(false);
  const [general, setGeneral] = useState<string | null>(null);
  const shown = responses.filter((each) => !unused || each.supports.length === 0);
  const picked = responses.filter((each) => chosen.includes(each.number));
  const done = () => {
    setChosen([]);
    changed();
  };
  const erase = async (number: number) => {
    if (!confirm(t('survey.eraseSure', { number }))) return;
    try {
      await request('DELETE', `/api/v1/questionnaires/${questionnaire.id}/responses/${number}`);
      setChosen(chosen.filter((each) => each !== number));
      changed();
    } catch (error) {
      setGeneral(refusal(error));
    }
  };
  if (!responses.length) return <p class="govuk-body">{t('survey.noAnswers')}</p>;
  return (
    <>
      <ErrorSummary errors={[]} general={general} />
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input class="govuk-checkboxes__input" type="checkbox" id="unused" checked={unused} onChange={(event) => setUnused(event.currentTarget.checked)} />
          <label class="govuk-label govuk-checkboxes__label" for="unused">
            {t('survey.onlyUnused', { count: responses.filter((each) => each.supports.length === 0).length })}
          </label>
        </div>
      </div>
      <ul class="cards">
        {shown.map((response) => (
          <li class="card" key={response.number} data-response={response.number}>
            <Response
              response={response}
              questionnaire={questionnaire}
              chosen={chosen.includes(response.number)}
              choose={(on) => setChosen(on ? [...chosen, response.number] : chosen.filter((each) => each !== response.number))}
              erase={() => void erase(response.number)}
              changed={changed}
              failed={setGeneral}
            />
          </li>
        ))}
      </ul>
      {picked.length > 0 ? (
        <>
          <Group questionnaire={questionnaire} responses={picked} done={done} />
          <AddTo questionnaire={questionnaire} numbers={chosen} done={done} />
        </>
      ) : (
        <p class="govuk-body">{t('survey.chooseToGroup')}</p>
      )}
    </>
  );
}

function Response(props: {
  response: SurveyResponse;
  questionnaire: Questionnaire & { body: Body };
  chosen: boolean;
  choose: (on: boolean) => void;
  erase: () => void;
  changed: () => void;
  failed: (text: string) => void;
}) {
  const { response, questionnaire } = props;
  const { titles } = useApp();
  const { body } = questionnaire;
  const asked = { original: body.language };
  const heading = body.questions.find(({ field }) => field === 'title');
  const first = heading ? response.answers[heading.id] : undefined;
  const withdraw = async (report: string) => {
    try {
      await request('DELETE', `/api/v1/questionnaires/${questionnaire.id}/responses/${response.number}/reports/${encodeURIComponent(report)}`);
      props.changed();
    } catch (error) {
      props.failed(refusal(error));
    }
  };
  return (
    <div class="card__text">
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input class="govuk-checkboxes__input" type="checkbox" id={`response-${response.number}`} checked={props.chosen} onChange={(event) => props.choose(event.currentTarget.checked)} />
          <label class="govuk-label govuk-checkboxes__label" for={`response-${response.number}`}>
            {t('survey.answerNumber', { number: response.number })}
            {response.state === 'erased' ? ` (${t('survey.erasedShort')})` : ''}
            {typeof first === 'string' && (
              <>
                {t('colon')}
                <span lang={response.language}>{first}</span>
              </>
            )}
          </label>
        </div>
      </div>
      <p class="govuk-body-s secondary">
        {response.submitted_at && dates.instant(response.submitted_at)}
        {response.language && ` · ${languageName(response.language)}`}
        {response.on_paper && ` · ${t('survey.onPaper')}`}
      </p>
      {response.supports.map((report) => (
        <p class="govuk-body-s" key={report}>
          {t('survey.supports')}
          {t('colon')}
          <a class="govuk-link" href={itemHref(titles.kind('problem_report'), report)}>
            {report}
          </a>{' '}
          <button type="button" class="link-button" onClick={() => void withdraw(report)}>
            {t('survey.withdrawSupport', { report })}
          </button>
        </p>
      ))}
      {response.state !== 'erased' && (
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{t('survey.wholeAnswer', { number: response.number })}</span>
          </summary>
          <WholeAnswer questions={body.questions} response={response} asked={asked} />
          <button type="button" class="link-button" onClick={props.erase}>
            {t('survey.erase', { number: response.number })}
          </button>
        </details>
      )}
    </div>
  );
}

// To a report of the same chamber and round that can still be edited.
function AddTo({ questionnaire, numbers, done }: { questionnaire: Questionnaire; numbers: number[]; done: () => void }) {
  const { titles } = useApp();
  const kind = titles.kind('problem_report');
  const [report, setReport] = useState('');
  const [general, setGeneral] = useState<string | null>(null);
  const loaded = useLoaded(async () => {
    if (!kind) return [];
    const all = await getAll<Item>(`/api/v1/${kind.path}?round=${encodeURIComponent(questionnaire.within)}&chamber=${encodeURIComponent(questionnaire.organisation)}`);
    return all.filter(({ configuration }) => configuration.some((state) => state === 'draft' || state === 'needs_information'));
  }, [kind]);
  if (!loaded.value?.length) return null;
  const add = async (event: Event) => {
    event.preventDefault();
    try {
      await request('POST', `/api/v1/questionnaires/${questionnaire.id}/reports`, { responses: numbers, item: report || loaded.value?.[0]?.id });
      done();
    } catch (error) {
      setGeneral(refusal(error));
    }
  };
  return (
    <form method="post" noValidate onSubmit={(event) => void add(event)} class="narrow">
      <ErrorSummary errors={[]} general={general} />
      <div class="govuk-form-group">
        <label class="govuk-label govuk-label--s" for="add-to">
          {t('survey.addTo', { count: numbers.length })}
        </label>
        <select class="govuk-select" id="add-to" value={report} onChange={(event) => setReport(event.currentTarget.value)}>
          {loaded.value.map((each) => (
            <option key={each.id} value={each.id}>
              {titles.own(each) ?? each.id}
            </option>
          ))}
        </select>
      </div>
      <button class="govuk-button govuk-button--secondary" type="submit">
        {t('survey.add')}
      </button>
    </form>
  );
}

