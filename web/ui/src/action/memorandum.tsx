import { type Item, type Kind, get, itemPath } from '../api';
import { Page, Pending, announce, href, main, useApp, useLive, useLoaded } from '../app';
import * as dates from '../dates';
import { languageName, number, t } from '../i18n';
import { AsOfForm } from '../past';
import { digest } from '../sha256';
import { type Translation, originalLanguage, translationsOf } from '../translation';
import { StateTags, itemHref, useTitle } from '../view';
import { NamedDocument, PrintButton, ReportTitle, ReportTitleNote, byId, groupByCity, ofRound } from './document';
import { Measures } from './measures';
import { entries } from './voices';

interface AnnexEntry {
  plan: string;
  city: string;
  report: string;
  sha256?: string;
  translations_sha256?: string;
}

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
        {typeof fields['text'] === 'string' && (
          <p class="govuk-body user-text" lang={originalLanguage(memorandum, 'text', fields['text'])}>
            {fields['text']}
          </p>
        )}
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

function InForce({ memorandum }: { memorandum: Item }) {
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
      {t('memorandum.inForce', { date: dates.date(on), place: String(fields['place'] ?? '') })}
    </p>
  );
}

function Signatures({ memorandum }: { memorandum: Item }) {
  const { titles } = useApp();
  const signatures = entries(memorandum, 'signatures');
  const hash = memorandum.fields['annex_sha256'];
  const pending = memorandum.fields['pending'];
  return (
    <section aria-labelledby="signatures">
      <h2 class="govuk-heading-m" id="signatures">
        {t('memorandum.signatures', { count: signatures.length })}
      </h2>
      {typeof hash === 'string' && (
        <p class="govuk-body">
          {t('memorandum.signedOver')} <code class="hash">{hash}</code>
        </p>
      )}
      {signatures.length > 0 && (
        <table class="govuk-table list list--narrow">
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">
                {t('memorandum.mayorOf')}
              </th>
              <th scope="col" class="govuk-table__header">
                {t('memorandum.signedOn')}
              </th>
              <th scope="col" class="govuk-table__header">
                {t('memorandum.reservations')}
              </th>
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {sorted(signatures, titles.sortOrganisations.bind(titles)).map((signature) => (
              <tr class="govuk-table__row" key={String(signature['city'])}>
                <th scope="row" class="govuk-table__header">
                  {titles.organisationName(signature['city'])}
                </th>
                <td class="govuk-table__cell" data-label={t('memorandum.signedOn')}>
                  {signature.at && (
                    <time dateTime={signature.at}>{dates.instantAt(signature.at, titles.organisation(signature['city'])?.zone, titles.organisationName(signature['city']))}</time>
                  )}
                </td>
                <td class="govuk-table__cell" data-label={t('memorandum.reservations')}>
                  {Array.isArray(signature['reserved']) && signature['reserved'].length ? number(signature['reserved'].length) : t('memorandum.noReservation')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {Array.isArray(pending) && pending.length > 0 && (
        <p class="govuk-body">
          {t('memorandum.pending')}
          {t('colon')}
          {titles
            .sortOrganisations(pending.map(String))
            .map((city) => titles.organisationName(city))
            .join(t('state.comma'))}
        </p>
      )}
    </section>
  );
}

type Signed = ReturnType<typeof entries>[number];

function sorted(list: Signed[], sort: (ids: string[]) => string[]): Signed[] {
  const order = sort(list.map((each) => String(each['city'])));
  return [...list].sort((a, b) => order.indexOf(String(a['city'])) - order.indexOf(String(b['city'])));
}

// Plans that a mayor has not committed to, and why, in public.
function Reservations({ memorandum, plans, reports }: { memorandum: Item; plans: Map<string, Item>; reports: Map<string, Item> }) {
  const { titles } = useApp();
  const reserving = entries(memorandum, 'signatures').filter((each) => Array.isArray(each['reserved']) && each['reserved'].length > 0);
  if (reserving.length === 0) return null;
  return (
    <section aria-labelledby="reservations">
      <h2 class="govuk-heading-m" id="reservations">
        {t('memorandum.reservations')}
      </h2>
      {sorted(reserving, titles.sortOrganisations.bind(titles)).map((signature) => (
        <div key={String(signature['city'])} class="reservation">
          <h3 class="govuk-heading-s">{titles.organisationName(signature['city'])}</h3>
          <ul class="govuk-list govuk-list--bullet">
            {(signature['reserved'] as unknown[]).map(String).map((plan) => (
              <li key={plan}>
                <ReportTitle report={reports.get(String(plans.get(plan)?.fields['report'] ?? ''))} id={plan} />
              </li>
            ))}
          </ul>
          <Reason text={signature['reason']} />
        </div>
      ))}
    </section>
  );
}

function Reason({ text }: { text: unknown }) {
  if (typeof text !== 'string' || !text) return null;
  return (
    <p class="govuk-body">
      {t('memorandum.reason')}
      {t('colon')}
      <span class="user-text" lang={originalLanguage({ fields: {} } as Item, 'reason', text)}>
        {text}
      </span>
    </p>
  );
}

function Refusals({ memorandum }: { memorandum: Item }) {
  const { titles } = useApp();
  const refusals = entries(memorandum, 'refusals');
  if (refusals.length === 0) return null;
  const causes = titles.kind(memorandum.kind)?.fields?.properties?.['refusals']?.items?.properties?.['cause'];
  return (
    <section aria-labelledby="refusals">
      <h2 class="govuk-heading-m" id="refusals">
        {t('memorandum.refusals')}
      </h2>
      {sorted(refusals, titles.sortOrganisations.bind(titles)).map((refusal) => (
        <div key={String(refusal['city']) + String(refusal.at)}>
          <h3 class="govuk-heading-s">
            {titles.organisationName(refusal['city'])}
            {t('colon')}
            {titles.enumValue(refusal['cause'], causes)}
          </h3>
          <Reason text={refusal['reason']} />
        </div>
      ))}
    </section>
  );
}

const planDigest = (plan: Item): string => digest([plan.fields['report'], plan.fields['city'], plan.fields['text'], plan.fields['measures']]);

// One plan of the annex: the frozen text itself, in the language that it was written in and in every other one that
// there is of it.
function AnnexPlan({ entry, number: place, plan, report }: { entry: AnnexEntry; number: number; plan: Item | undefined; report: Item | undefined }) {
  const text = plan?.fields['text'];
  const frozen = plan ? translationsOf(plan, 'annex_translations') : [];
  const later = plan ? translationsOf(plan).filter((each) => !frozen.some((its) => its.field === each.field && its.language === each.language && its.text === each.text)) : [];
  return (
    <div class="annex__plan" data-plan={entry.plan}>
      <h4 class="govuk-heading-s">
        {number(place)}. <ReportTitle report={report} id={entry.plan} />
      </h4>
      <ReportTitleNote report={report} />
      {!plan && <p class="govuk-body secondary">{t('memorandum.planUnknown')}</p>}
      {plan?.fields['local_only'] === true && <p class="govuk-body">{t('plan.localOnly')}</p>}
      {typeof text === 'string' && plan && (
        <p class="govuk-body user-text" lang={originalLanguage(plan, 'text', text)}>
          {text}
        </p>
      )}
      {plan && <Measures item={plan} />}
      <Translations list={frozen} saying="memorandum.translation" />
      <Translations list={later} saying="memorandum.laterTranslation" />
      {plan && entry.sha256 && planDigest(plan) !== entry.sha256 && <p class="govuk-body late">{t('memorandum.changedSince')}</p>}
      <p class="govuk-body-s secondary">
        {t('memorandum.textHash')} <code class="hash">{entry.sha256}</code>
      </p>
    </div>
  );
}

function Translations({ list, saying }: { list: Translation[]; saying: 'memorandum.translation' | 'memorandum.laterTranslation' }) {
  const { titles } = useApp();
  return (
    <>
      {list.map((each) => (
        <div key={each.field + each.language} class="annex__translation">
          <p class="govuk-body-s secondary">
            {t(saying, { language: languageName(each.language), organisation: titles.organisationName(each.organisation), date: each.at ? dates.day(each.at) : '' })}
          </p>
          <p class="govuk-body user-text" lang={each.language}>
            {each.text}
          </p>
        </div>
      ))}
    </>
  );
}

// The hash is of no use to whoever can't check it: the page has done it, and says how anybody can.
function Check({ memorandum, annex, plans }: { memorandum: Item; annex: AnnexEntry[]; plans: Map<string, Item> }) {
  const hash = memorandum.fields['annex_sha256'];
  if (typeof hash !== 'string') return null;
  const known = annex.filter((entry) => plans.has(entry.plan));
  const plansFit = known.every((entry) => planDigest(plans.get(entry.plan) as Item) === entry.sha256);
  const fits = digest([memorandum.fields['round'], memorandum.fields['annex']]) === hash;
  const result = fits && plansFit && known.length === annex.length ? 'memorandum.checked' : fits ? 'memorandum.checkedInPart' : 'memorandum.notChecked';
  return (
    <section aria-labelledby="check" class="check">
      <h2 class="govuk-heading-m" id="check">
        {t('memorandum.check')}
      </h2>
      <p class="govuk-body">
        <code class="hash">{hash}</code>
      </p>
      <p class={`govuk-body${result === 'memorandum.notChecked' ? ' late' : ''}`} data-check={result}>
        {t(result)}
      </p>
      <p class="govuk-body">{t('memorandum.howToCheck')}</p>
      <p class="govuk-body">
        <code class="recipe">{recipe(memorandum.id)}</code>
      </p>
    </section>
  );
}

// What a shell answers with the same hash. No words: a command is the same in every language.
function recipe(id: string): string {
  const address = `${location.origin}/api/v1/memoranda/${encodeURIComponent(id)}`;
  return `curl -s ${address} | jq -cSj '.fields | [.round, .annex]' | sha256sum`;
}

main(<NamedDocument kind="memorandum">{(kind, id) => <Memorandum kind={kind} id={id} />}</NamedDocument>);
