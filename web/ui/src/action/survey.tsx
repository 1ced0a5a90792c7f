// What a business sees behind its link: the questions, its answer, and what became of it. No account.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type FieldError, type Fields, Offline } from '../api';
import { Page, Pending, href, main, useApp, useLoaded } from '../app';
import * as dates from '../dates';
import { ErrorSummary } from '../form';
import { inSentence, language, pick, t } from '../i18n';
import { PlainField } from '../plain-field';
import { isEmpty } from '../value';
import { refusal } from '../view';
import { draftKeys } from './survey/keys';
import { Outcome } from './survey/outcome';
import { type AnswerPage, localised, withCode } from './survey/model';
import { QuestionField, WholeAnswer, Words } from './survey/question';

const code = decodeURIComponent(location.pathname.replace(/^\/(en|ja|zh|ko)(?=\/)/, '').split('/')[2] ?? '');

function SurveyPage() {
  return code ? <Behind /> : <EnterCode wrong={false} />;
}

// Codes printed on paper are typed.
function EnterCode({ wrong }: { wrong: boolean }) {
  const [typed, setTyped] = useState(wrong ? code : '');
  const [errors, setErrors] = useState<FieldError[]>(wrong ? [{ pointer: '/code', detail: t('survey.unknownCode') }] : []);
  const go = (event: Event) => {
    event.preventDefault();
    if (typed.trim() === '') return setErrors([{ pointer: '/code', detail: t('survey.enterCode') }]);
    location.assign(href(`survey/${encodeURIComponent(typed.trim().toLowerCase())}`));
  };
  return (
    <div class="narrow">
      <ErrorSummary errors={errors} />
      <Page title={t('page.survey')}>
        <form method="post" noValidate onSubmit={go}>
          <PlainField pointer="/code" label={t('survey.code')} autoComplete="off" value={typed} errors={errors} onInput={setTyped} />
          <button class="govuk-button" type="submit">
            {t('survey.open')}
          </button>
        </form>
      </Page>
    </div>
  );
}

const deviceKey = `yellowsea.survey.${code}`;

function Behind() {
  const { titles } = useApp();
  const loaded = useLoaded(() => withCode<AnswerPage>('GET', '', code));
  // This device has begun with a code of its own: an answer is given once.
  const own = loaded.value?.shared ? localStorage.getItem(deviceKey) : null;
  useEffect(() => {
    if (own) location.replace(href(`survey/${own}`));
  }, [own]);
  const status = (loaded.error as { status?: number } | null)?.status;
  if (status === 404) return <EnterCode wrong />;
  if (!loaded.value || own) return <Pending error={loaded.error} />;
  const page = loaded.value;
  const title = localised(page.title, page.language);
  const answered = page.response !== null && page.response.state !== 'draft';
  return (
    <div class="narrow">
      {answered ? (
        <Page title={t('survey.thanks')} caption={titles.organisationName(page.organisation, 'chamber')}>
          <Answered page={page} />
        </Page>
      ) : page.answering === 'open' && !page.shared ? (
        <Form page={page} reload={loaded.reload} />
      ) : (
        <Page title={title.text} {...(title.lang ? { titleLang: title.lang } : {})} caption={titles.organisationName(page.organisation, 'chamber')}>
          <Introduction page={page} />
          {page.answering === 'open' ? <Start /> : <p class="govuk-inset-text">{t(page.answering === 'closed' ? (page.response ? 'survey.closedUnsent' : 'survey.closed') : 'survey.notYet')}</p>}
        </Page>
      )}
    </div>
  );
}

function Introduction({ page }: { page: AnswerPage }) {
  const { titles } = useApp();
  const round = page.round?.name;
  return (
    <>
      <p class="govuk-body user-text">
        <Words texts={page.introduction} asked={{ original: page.language }} />
      </p>
      {page.round?.survey_ends && (
        <p class="govuk-body">
          {t('survey.until', {
            round: typeof round === 'string' ? round : pick(round, page.round.id),
            date: dates.date(page.round.survey_ends),
            chamber: titles.organisationName(page.organisation, 'chamber'),
          })}
        </p>
      )}
    </>
  );
}

function Start() {
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const started = await withCode<{ code: string }>('POST', '/start', code, {});
      localStorage.setItem(deviceKey, started.code);
      location.assign(href(`survey/${started.code}`));
    } catch (error) {
      setBusy(false);
      setGeneral(problemText(error));
    }
  };
  return (
    <>
      <ErrorSummary errors={[]} general={general} />
      <button type="button" class="govuk-button" onClick={() => void start()} aria-disabled={busy ? true : undefined}>
        {t('survey.start')}
      </button>
      <p class="govuk-body">{t('survey.onceHere')}</p>
    </>
  );
}

const problemText = (error: unknown) => (error instanceof ApiError && error.status === 429 ? t('survey.tooMany') : refusal(error));

type Saved = 'nothing' | 'saving' | 'saved' | 'failed' | 'elsewhere';

function Form({ page, reload }: { page: AnswerPage; reload: () => void }) {
  const { titles } = useApp();
  const [answers, setAnswers] = useState<Fields>(page.response?.answers ?? {});
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [saved, setSaved] = useState<Saved>(page.response ? 'saved' : 'nothing');
  const [busy, setBusy] = useState(false);
  const asked = { original: page.language };
  const saver = useSaver(page.response?.version ?? 0, setSaved);
  const title = localised(page.title, page.language);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const missing = page.questions
      .filter((question) => question.required && isEmpty(answers[question.id]))
      .map((question) => ({ pointer: `/answers/${question.id}`, detail: t(question.kind === 'text' ? 'survey.enterAnswer' : 'survey.chooseAnswer', { question: inSentence(localised(question.text, page.language).text) }) }));
    setErrors(missing);
    setGeneral(null);
    if (missing.length) return;
    setBusy(true);
    try {
      await saver.settle();
      await withCode('POST', '', code, { answers, language, version: saver.version() });
      reload();
      window.scrollTo(0, 0);
    } catch (error) {
      setBusy(false);
      const wrong = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      const sentence = (each: FieldError) => {
        const question = page.questions.find(({ id }) => each.pointer === `/answers/${id}`);
        return question ? t(each.rule === 'max_length' ? 'survey.tooLong' : 'survey.chooseAnswer', { question: localised(question.text, page.language).text }) : each.detail;
      };
      if (wrong.length) setErrors(wrong.map((each) => ({ ...each, detail: sentence(each) })));
      else setGeneral(error instanceof Offline ? t('survey.offline') : problemText(error));
    }
  };

  return (
    <>
      <ErrorSummary errors={errors} general={general} />
      <Page title={title.text} {...(title.lang ? { titleLang: title.lang } : {})} caption={titles.organisationName(page.organisation, 'chamber')}>
        <Introduction page={page} />
        <p class="govuk-inset-text">{t('survey.keepAddress')}</p>
        <form method="post" noValidate onSubmit={(event) => void submit(event)}>
          {page.questions.map((question) => (
            <QuestionField
              key={question.id}
              question={question}
              asked={asked}
              answered={page.response?.language ?? language}
              value={answers[question.id]}
              errors={errors}
              onChange={(value) => {
                const next = { ...answers, [question.id]: value };
                setAnswers(next);
                saver.save(next);
              }}
            />
          ))}
          <button class="govuk-button" type="submit" aria-disabled={busy ? true : undefined}>
            {t('survey.send')}
          </button>
          <p class="govuk-body secondary" role="status" aria-live="polite">
            {saved === 'nothing' ? '' : t(draftKeys[saved])}
          </p>
        </form>
      </Page>
    </>
  );
}

// Keeps the draft on the server a moment after the last change, one request at a time.
function useSaver(first: number, tell: (saved: Saved) => void) {
  const state = useRef({ version: first, waiting: null as Fields | null, timer: undefined as ReturnType<typeof setTimeout> | undefined, running: Promise.resolve() });
  const send = async () => {
    const current = state.current;
    const answers = current.waiting;
    if (!answers) return;
    current.waiting = null;
    tell('saving');
    try {
      const kept = await withCode<{ version: number }>('PUT', '/draft', code, { answers, language, version: current.version });
      current.version = kept.version;
      tell('saved');
    } catch (error) {
      // What was typed stays in the form, and goes along with the next change or when it is sent.
      tell(error instanceof ApiError && error.status === 412 ? 'elsewhere' : 'failed');
    }
  };
  const flush = () => {
    clearTimeout(state.current.timer);
    state.current.running = state.current.running.then(send);
    return state.current.running;
  };
  useEffect(() => {
    const leave = () => void flush();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);
  return {
    save: (answers: Fields) => {
      state.current.waiting = answers;
      clearTimeout(state.current.timer);
      state.current.timer = setTimeout(() => void flush(), 800);
    },
    settle: flush,
    version: () => state.current.version,
  };
}

function Answered({ page }: { page: AnswerPage }) {
  const { response, outcome } = page;
  if (!response) return null;
  const asked = { original: page.language };
  return (
    <>
      <p class="govuk-body">
        {response.submitted_at && t('survey.received', { date: dates.instant(response.submitted_at), number: response.number })} {t('survey.comeBack')}
      </p>
      <h2 class="govuk-heading-m">{t('survey.outcome')}</h2>
      {outcome && <Outcome outcome={outcome} />}
      <h2 class="govuk-heading-m">{t('survey.yourAnswer')}</h2>
      {response.state === 'erased' ? (
        <p class="govuk-body">{t('survey.erased')}</p>
      ) : (
        <WholeAnswer questions={page.questions} response={response} asked={asked} />
      )}
    </>
  );
}

main(<SurveyPage />);
