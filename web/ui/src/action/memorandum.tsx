import { type Item, type Kind, get, itemPath } from '../api';
import { Page, Pending, announce, href, main, useApp, useLive, useLoaded } from '../app';
import * as dates from '../dates';
import { t } from '../i18n';
import { AsOfForm } from '../past';
import { originalLanguage, read, translationsOf } from '../translation';
import { StateTags, TranslationNote, itemHref, useTitle } from '../view';
import { NamedDocument, PrintButton, byId, groupByCity, ofRound } from './document';
import { meetingPlace } from './meeting-place';
import { type AnnexEntry, AnnexPlan } from './memorandum/annex-plan';
import { Check } from './memorandum/check';
import { Refusals, Reservations, Signatures } from './memorandum/signatures';
import { Translations } from './memorandum/translations';

interface Loaded {
  memorandum: Item;
  plans: Map<string, Item>;
  reports: Map<string, Item>;
}

// The memorandum as a document to read, print and check: what was signed, by whom, and when it came into force.
function Memorandum({ kind, id }: { kind: Kind; id: string }) {
  const { titles } = useApp();
  const loaded = useLoaded<Loaded>(async () => {
    const memorandum = await get<Item>(itemPath(kind, id));
    const round = String(memorandum.fields['round'] ?? id);
    const [plans, reports] = await Promise.all([ofRound(titles.kind('action_plan'), round), ofRound(titles.kind('problem_report'), round)]);
    return { memorandum, plans: byId(plans), reports: byId(reports) };
  }, [kind, id]);
  useLive(
    (message) => message.kind === kind.id && message.id === id,
    () => {
      loaded.reload();
      announce(t('live.itemChanged'));
    },
  );
  const title = useTitle(loaded.value?.memorandum ?? null);
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { memorandum, plans, reports } = loaded.value;
  const { fields } = memorandum;
  const annex = (Array.isArray(fields['annex']) ? fields['annex'] : []) as AnnexEntry[];
  const own = titles.own(memorandum);
  return (
    <article class="document">
      <Page title={own ? title.text : t('memorandum.title', { round: title.text })} caption={t('item.caption', { kind: titles.kindTitle(kind), id })}>
        <PrintButton />
        <InForce memorandum={memorandum} />
        <OwnText memorandum={memorandum} />
        <Signatures memorandum={memorandum} />
        <Reservations memorandum={memorandum} plans={plans} reports={reports} />
        <Refusals memorandum={memorandum} />
        <section aria-labelledby="annex" class="annex">
          <h2 class="govuk-heading-m" id="annex">
            {t('memorandum.annex', { count: annex.length })}
          </h2>
          <p class="govuk-body">{t('memorandum.annexLead')}</p>
          {groupByCity(annex, (entry) => entry.city, (cities) => titles.sortOrganisations(cities)).map(([city, its]) => (
            <section key={city} aria-labelledby={`annex-${city}`} class="annex__city">
              <h3 class="govuk-heading-m" id={`annex-${city}`}>
                {titles.organisationName(city)}
              </h3>
              {its.map((entry) => (
                <AnnexPlan key={entry.plan} entry={entry} number={annex.indexOf(entry) + 1} plan={plans.get(entry.plan)} report={reports.get(entry.report)} />
              ))}
            </section>
          ))}
        </section>
        <Check memorandum={memorandum} annex={annex} plans={plans} />
        <p class="govuk-body no-print">
          <a class="govuk-link" href={itemHref(kind, id)}>
            {t('memorandum.item')}
          </a>{' '}
          <a class="govuk-link" href={href('register')}>
            {t('page.register')}
          </a>
        </p>
        <AsOfForm />
      </Page>
    </article>
  );
}

// What was signed, as it was written, and in every other language that there is of it.
function OwnText({ memorandum }: { memorandum: Item }) {
  const text = memorandum.fields['text'];
  if (typeof text !== 'string') return null;
  const reading = read(memorandum, 'text', text);
  return (
    <>
      <p class="govuk-body user-text" lang={originalLanguage(memorandum, 'text', text)}>
        {text}
      </p>
      {!reading.translation && (
        <p class="govuk-body-s">
          <TranslationNote reading={reading} />
        </p>
      )}
      <Translations list={translationsOf(memorandum).filter(({ field }) => field === 'text')} saying="memorandum.translation" />
    </>
  );
}

function InForce({ memorandum }: { memorandum: Item }) {
  const { titles } = useApp();
  const { fields } = memorandum;
  const on = fields['in_force_on'];
  if (typeof on !== 'string') {
    return (
      <p class="govuk-body-l">
        {t('memorandum.notInForce')} <StateTags item={memorandum} />
      </p>
    );
  }
  return (
    <p class="govuk-body-l" data-in-force={on}>
      {t('memorandum.inForce', { date: dates.date(on), place: meetingPlace(memorandum, titles) })}
    </p>
  );
}

main(<NamedDocument kind="memorandum">{(kind, id) => <Memorandum kind={kind} id={id} />}</NamedDocument>);
