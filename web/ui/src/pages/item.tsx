import { useState } from 'preact/hooks';
import { type AvailableEvent, type HistoryEntry, type Item, type Kind, get, itemPath } from '../api';
import { type App, Page, Pending, announce, href, main, takeNote, useApp, useLive, useLoaded } from '../app';
import { t } from '../i18n';
import { Later } from '../later';
import type { Read } from '../translation';
import { propertyNames } from '../value';
import * as dates from '../dates';
import { DeadlineLine, Documents, EventButtons, FieldsView, History, NotAllowed, ReferenceLink, StateTags, TranslationNote, getEvents, getHistory, refusal, remember, useTitle } from '../view';
import { asOf } from '../as-of';
import { ItemSections, toldBySections } from '../action/item-sections';
import { Banner, Problem } from '../notes';
import { AsOfForm } from '../past';
import { Picture } from '../picture';
import { Proof } from '../proof';

interface Loaded {
  item: Item;
  events: AvailableEvent[];
  history: HistoryEntry[];
}

async function load(kind: Kind, id: string): Promise<Loaded> {
  const [item, events, history] = await Promise.all([
    get<Item>(itemPath(kind, id)),
    // Nobody can do anything in the past.
    asOf ? [] : getEvents(kind, id, true),
    getHistory(kind, id),
  ]);
  return { item, events, history };
}

function ItemPage() {
  const app = useApp();
  const [, , path = '', id = ''] = location.pathname.split('/').map(decodeURIComponent);
  const kind = app.titles.kindAt(path);
  if (!kind) return <Pending error={{ status: 404 }} />;
  return <Shown kind={kind} id={id} />;
}

function Shown({ kind, id }: { kind: Kind; id: string }) {
  const app = useApp();
  const [note, setNote] = useState<string | null>(takeNote);
  const [refused, setRefused] = useState<string | null>(null);
  const loaded = useLoaded(() => load(kind, id), [kind, id]);
  const title = useTitle(loaded.value?.item ?? null);
  useLive(
    (message) => message.kind === kind.id && message.id === id && message.version > (loaded.value?.item.version ?? 0),
    () => {
      loaded.reload();
      announce(t('live.itemChanged'));
    },
  );
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { item, events, history } = loaded.value;
  remember(app, item);
  const anyAllowed = events.some((event) => event.allowed);
  return (
    <>
      {note && <Banner text={note} />}
      {refused && <Problem text={refused} />}
      <Page title={title.text} {...(title.lang ? { titleLang: title.lang } : {})} caption={t('item.caption', { kind: app.titles.kindTitle(kind), id: item.id })}>
        {title.reading && <TitleNote reading={title.reading} />}
        <p class="govuk-body">
          <StateTags item={item} kind={kind} />
        </p>
        <DeadlineLine item={item} />
        <Documents kind={kind} item={item} />
        {app.session && !asOf && (
          <section aria-labelledby="events">
            <h2 class="govuk-heading-m" id="events">
              {t('item.events')}
            </h2>
            {!anyAllowed && <p class="govuk-body">{t('item.noEvents', { role: app.titles.actor(app.session.acting) })}</p>}
            <EventButtons
              kind={kind}
              item={item}
              events={events}
              onDone={(_, event) => {
                setRefused(null);
                setNote(t('item.done', { event: app.titles.event(kind, event.type) }));
                loaded.reload();
              }}
              onRefused={(error) => {
                setNote(null);
                setRefused(refusal(error));
                loaded.reload();
              }}
            />
            <NotAllowed kind={kind} events={events} />
          </section>
        )}
        <Later>
          <ItemSections kind={kind} item={item} history={history} />
        </Later>
        <Later>
          <h2 class="govuk-heading-m">{t('item.fields')}</h2>
          <FieldsView item={item} kind={kind} names={namesToShow(app, kind, item)} mayTranslate={events.some(({ type, allowed }) => allowed && type === 'translate')} />
          <Related item={item} />
        </Later>
        <Later>
          {!asOf && <Picture kind={kind} item={item} />}
          <h2 class="govuk-heading-m">{t('item.history')}</h2>
          <History kind={kind} item={item} entries={history} />
          <Proof kind={kind} item={item} version={history.at(-1)?.version} />
          <AsOfForm />
          <p class="govuk-body-s secondary">
            {t('item.version', { version: item.version, time: dates.instant(item.updated_at) })}{' '}
            <a class="govuk-link" href={href(kind.path)}>
              {t('item.all', { kind: app.titles.kindsTitle(kind) })}
            </a>
          </p>
        </Later>
      </Page>
    </>
  );
}

// What belongs to the item; what a field names already is not named twice.
function Related({ item }: { item: Item }) {
  const { titles } = useApp();
  const named = new Set(Object.values(item.fields));
  const related = (item.links?.related ?? []).filter((each) => !named.has(each.id));
  if (related.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{t('item.related')}</h2>
      <ul class="govuk-list">
        {related.map((each) => {
          const its = titles.kind(each.kind);
          return (
            its && (
              <li key={each.kind + each.id}>
                {titles.kindTitle(its)}
                {t('colon')}
                <ReferenceLink kind={its} id={each.id} />
              </li>
            )
          );
        })}
      </ul>
    </>
  );
}

// The fields in the schema's order, then what the schema does not know; without what is shown above them.
function namesToShow(app: App, kind: Kind, item: Item): string[] {
  const names = propertyNames(kind.fields ?? {});
  const told = toldBySections(app, kind);
  return [...names, ...Object.keys(item.fields).filter((name) => !names.includes(name))].filter((name) => !told.has(name));
}

// Where the title comes from, if it is a translation or in another language.
function TitleNote({ reading }: { reading: Read }) {
  return (
    <p class="govuk-body-s">
      <TranslationNote reading={reading} />
    </p>
  );
}

main(<ItemPage />);
