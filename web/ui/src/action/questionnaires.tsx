// A chamber's questionnaires: all of them, and one, which is designed before it is published and read afterwards.
import { useState } from 'preact/hooks';
import { type Item, type List, get, getAll, request } from '../api';
import { Page, Pending, href, main, useApp, useLoaded } from '../app';
import { ErrorSummary } from '../form';
import { language, pick, t } from '../i18n';
import { refusal } from '../view';
import { stateKeyOf } from './survey/keys';
import { type Body, type Questionnaire, languageName } from './survey/model';

const id = location.pathname.replace(/^\/(en|ja|zh|ko)(?=\/)/, '').split('/')[2] ?? '';

function QuestionnairesPage() {
  const { session } = useApp();
  if (!session) return <Pending error={{ status: 401 }} />;
  return id ? <One /> : <All />;
}

function One() {
  const loaded = useLoaded(() => get<Questionnaire>(`/api/v1/questionnaires/${encodeURIComponent(id)}`));
  if (!loaded.value?.body) return <Pending error={loaded.error} />;
  const shown = { ...loaded.value, body: loaded.value.body };
  return shown.state === 'draft' ? <Designed questionnaire={shown} changed={loaded.set} /> : <Answered questionnaire={shown} changed={loaded.set} />;
}

function All() {
  const { session, titles } = useApp();
  const loaded = useLoaded(async () => {
    const rounds = titles.kind('round');
    const [list, all] = await Promise.all([get<List<Questionnaire>>('/api/v1/questionnaires'), rounds ? getAll<Item>(`/api/v1/${rounds.path}`) : []]);
    return { list: list.items, rounds: all };
  });
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { list, rounds } = loaded.value;
  const designs = session?.acting.role === 'chamber';
  const own = (round: string) => {
    const found = rounds.find((each) => each.id === round);
    return found ? (titles.own(found) ?? round) : round;
  };
  return (
    <Page title={t('page.questionnaires')} {...(session ? { caption: titles.actor(session.acting) } : {})}>
      {designs && (
        <p class="govuk-body">
          <a class="govuk-link" href={href('report-files')}>
            {t('page.reportFiles')}
          </a>
        </p>
      )}
      {list.length === 0 ? (
        <p class="govuk-body">{t('survey.none')}</p>
      ) : (
        <table class="govuk-table list">
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">
                {t('survey.questionnaire')}
              </th>
              <th scope="col" class="govuk-table__header">
                {t('coverage.round')}
              </th>
              <th scope="col" class="govuk-table__header">
                {t('survey.stateTitle')}
              </th>
              <th scope="col" class="govuk-table__header govuk-table__header--numeric">
                {t('survey.answers')}
              </th>
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {list.map((each) => (
              <tr class="govuk-table__row" key={each.id}>
                <th scope="row" class="govuk-table__header">
                  {designs ? (
                    <a class="govuk-link" href={href(`questionnaires/${each.id}`)}>
                      {pick(each.title)}
                    </a>
                  ) : (
                    <>
                      {titles.organisationName(each.organisation, 'chamber')}
                      {t('colon')}
                      {pick(each.title)}
                    </>
                  )}
                </th>
                <td class="govuk-table__cell" data-label={t('coverage.round')}>
                  {own(each.within)}
                </td>
                <td class="govuk-table__cell" data-label={t('survey.stateTitle')}>
                  {t(stateKeyOf(each))}
                </td>
                <td class="govuk-table__cell govuk-table__cell--numeric" data-label={t('survey.answers')}>
                  {each.submitted}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {designs && <New rounds={rounds} />}
    </Page>
  );
}

// For a round whose survey has not ended, from what is suggested.
function New({ rounds }: { rounds: Item[] }) {
  const { session, meta, titles } = useApp();
  const city = session?.acting.organisation ?? '';
  const possible = rounds.filter((round) => round.configuration.some((state) => state === 'announced' || state === 'surveying') && (round.fields['members'] as string[] | undefined)?.includes(city));
  const [round, setRound] = useState(possible[0]?.id ?? '');
  const [original, setOriginal] = useState<string>(titles.organisation(city)?.languages?.[0] ?? language);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const body = await get<Body>(`/api/v1/questionnaires/suggested?round=${encodeURIComponent(round)}&language=${original}`);
      const made = await request<Questionnaire>('POST', '/api/v1/questionnaires', { round, body });
      location.assign(href(`questionnaires/${made.id}`));
    } catch (error) {
      setBusy(false);
      setGeneral(refusal(error));
    }
  };
  if (!possible.length) return <p class="govuk-body secondary">{t('survey.noRound')}</p>;
  return (
    <section aria-labelledby="new-questionnaire" class="narrow">
      <h2 class="govuk-heading-m" id="new-questionnaire">
        {t('survey.new')}
      </h2>
      <ErrorSummary errors={[]} general={general} />
      <form method="post" noValidate onSubmit={(event) => void make(event)}>
        <div class="govuk-form-group">
          <label class="govuk-label" for="new-round">
            {t('coverage.round')}
          </label>
          <select class="govuk-select" id="new-round" value={round} onChange={(event) => setRound(event.currentTarget.value)}>
            {possible.map((each) => (
              <option key={each.id} value={each.id}>
                {titles.own(each) ?? each.id}
              </option>
            ))}
          </select>
        </div>
        <div class="govuk-form-group">
          <label class="govuk-label" for="new-language">
            {t('survey.originalLanguage')}
          </label>
          <select class="govuk-select" id="new-language" value={original} onChange={(event) => setOriginal(event.currentTarget.value)}>
            {meta.languages.map((code) => (
              <option key={code} value={code}>
                {languageName(code)}
              </option>
            ))}
          </select>
        </div>
        <button class="govuk-button" type="submit" aria-disabled={busy ? true : undefined}>
          {t('survey.make')}
        </button>
      </form>
    </section>
  );
}

// The editor is loaded when there is something to edit.
function Designed(props: Parameters<typeof import('./survey/design').Design>[0]) {
  const loaded = useLoaded(() => import('./survey/design'));
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { Design } = loaded.value;
  return <Design {...props} />;
}

// And the answers when there may be some.
function Answered(props: Parameters<typeof import('./survey/answers').Answers>[0]) {
  const loaded = useLoaded(() => import('./survey/answers'));
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { Answers } = loaded.value;
  return <Answers {...props} />;
}

main(<QuestionnairesPage />);
