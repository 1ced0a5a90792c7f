import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiError, type AvailableEvent, type Fields, type FieldError, type HistoryEntry, type Item, type Kind, type Schema, get, itemPath, randomKey } from '../api';
import { Page, Pending, announce, backAddress, leaveNote, main, useApp, useLive, useLoaded } from '../app';
import { rememberFiles } from '../files';
import { DraftStatus, ErrorSummary, ObjectFields, emptied, onlyChanged, useDraft, validate, withRequired } from '../form';
import { language, t } from '../i18n';
import { Stale, conflicts } from '../stale';
import { prune, propertyNames } from '../value';
import { DeadlineLine, Documents, Reasons, StateTags, fire, getEvents, getHistory, itemHref, refusal, remember, useTitle } from '../view';

interface Loaded {
  item: Item;
  event: AvailableEvent | null;
}

function EventPage() {
  const app = useApp();
  const [, , path = '', id = '', type = ''] = location.pathname.split('/').map(decodeURIComponent);
  const kind = app.titles.kindAt(path);
  const loaded = useLoaded<Loaded>(async () => {
    if (!kind) throw new ApiError(404, {});
    const [item, events] = await Promise.all([
      get<Item>(itemPath(kind, id)),
      getEvents(kind, id, true),
    ]);
    return { item, event: events.find((each) => each.type === type) ?? null };
  }, [kind, id, type]);
  if (!kind || !loaded.value) return <Pending error={loaded.error} />;
  return <EventForm kind={kind} type={type} loaded={loaded.value} reload={loaded.reload} />;
}

// What the form begins with. An event that asks for nothing but the item's own fields, none of them required, changes
// them: it begins with what they are.
function initialData(schema: Schema, kind: Kind, item: Item): { value: Fields; edits: boolean } {
  const properties = schema.properties ?? {};
  const fields = kind.fields?.properties ?? {};
  const names = Object.keys(properties);
  const edits = names.length > 0 && !schema.required?.length && names.every((name) => name === 'attachments' || name in fields);
  const query = new URLSearchParams(location.search);
  const value: Fields = {};
  for (const name of names) {
    const property = properties[name] as Schema;
    const from = property['x-prefill']?.split('/').slice(1);
    const prefilled = from?.reduce<unknown>((object, key) => (object as Fields | undefined)?.[key], item);
    // A field draft_NAME is the text that is being worked on, beside the one that others see.
    const own = edits ? (item.fields[`draft_${name}`] ?? item.fields[name]) : undefined;
    // A link may say what it is about: which text to translate, into which language.
    const asked = property.enum?.find((each) => String(each) === query.get(name));
    const first = asked ?? prefilled ?? own ?? property.default;
    if (first !== undefined && first !== null) value[name] = first;
  }
  return { value, edits };
}

// Where the form asks for one of the item's measures, they are what may be chosen, each by its text.
function withMeasures(schema: Schema, item: Item): Schema {
  const measures = item.fields['measures'];
  if (!Array.isArray(measures)) return schema;
  const titles = Object.fromEntries((measures as Fields[]).map((measure, place) => [place, { [language]: String(measure['text'] ?? place + 1) }]));
  const offered = (each: Schema): Schema => (each['x-widget'] === 'measure' ? { ...each, enum: measures.map((_, place) => place), 'x-enum-titles': titles } : each);
  return { ...schema, properties: Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, each]) => [name, offered(each)])) };
}

// What is shared out must add up to what there was.
function wrongShares(schema: Schema, data: Fields, item: Item): FieldError[] {
  const shares = schema['x-shares'];
  const whole = item.fields[shares?.of.replace(/^\/fields\//, '') ?? ''];
  const parts = shares?.among.map((name) => data[name]) ?? [];
  if (typeof whole !== 'number' || !parts.every((part) => typeof part === 'number')) return [];
  const sum = parts.reduce<number>((total, part) => total + Number(part), 0);
  return sum === whole ? [] : (shares?.among ?? []).map((name) => ({ pointer: `/${name}`, detail: t('error.shares', { whole }) }));
}

function attachmentsLast(schema: Schema): Schema {
  const names = propertyNames(schema);
  return { ...schema, 'x-order': [...names.filter((name) => name !== 'attachments'), ...names.filter((name) => name === 'attachments')] };
}

// Items that this one names, of the kinds a form may ask for: a memorandum's annex names the plans somebody may
// reserve. Where the entries name organisations too, only those of the person's own.
export function namedItems(item: Item, kind: Kind, organisation: string | undefined): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [name, schema] of Object.entries(kind.fields?.properties ?? {})) {
    const members = Object.entries(schema.items?.properties ?? {});
    const rows = item.fields[name];
    if (!Array.isArray(rows)) continue;
    for (const [member, inner] of members) {
      const widget = inner['x-widget'] ?? '';
      if (!widget.startsWith('item:')) continue;
      const owners = members.filter(([, each]) => each['x-widget'] === 'organisation').map(([each]) => each);
      const own = (row: Fields) => owners.length === 0 || owners.some((owner) => row[owner] === organisation);
      found[widget] = [...(found[widget] ?? []), ...(rows as Fields[]).filter(own).map((row) => String(row[member]))];
    }
  }
  return found;
}

function EventForm({ kind, type, loaded, reload }: { kind: Kind; type: string; loaded: Loaded; reload: () => void }) {
  const app = useApp();
  const { item, event } = loaded;
  remember(app, item);
  rememberFiles(item.attachments);
  // The installation's description keeps the fields in the definition's order.
  const schema: Schema = attachmentsLast(withMeasures(kind.events[type]?.data ?? event?.data ?? {}, item));
  // The version that the person has seen. It moves on only when they have been told what changed.
  const [seen, setSeen] = useState(item);
  const [stale, setStale] = useState<HistoryEntry[]>([]);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(randomKey());
  const initial = useMemo(() => initialData(schema, kind, item), []);
  // What the form's fields were in the version that the person has seen.
  const base = useRef(initial.value);
  const form = initial.edits ? withRequired(schema, base.current) : schema;
  const draft = useDraft(`event:${kind.id}:${item.id}:${type}`, initial.value);
  const title = useTitle(item);
  const eventTitle = app.titles.event(kind, type);
  const back = backAddress() ?? itemHref(kind, item.id);

  const both = initial.edits ? conflicts(stale, base.current, draft.value) : [];
  const taking = useRef(false);
  const goOn = (take: boolean) => {
    taking.current = take;
    reload();
  };

  const tellChanges = async () => {
    const entries = await getHistory(kind, item.id).catch(() => []);
    setStale(entries.filter((entry) => entry.version > seen.version));
    announce(t('live.itemChanged'));
  };
  useLive(
    (message) => message.kind === kind.id && message.id === item.id && message.version > seen.version && !busy,
    () => void tellChanges(),
  );
  // After the reload that the person asked for: what they typed stays, the version is the new one.
  useEffect(() => {
    if (item.version <= seen.version) return;
    setSeen(item);
    if (initial.edits) {
      // What the person has not touched takes its new value; what they typed stays, unless they gave it up.
      const fresh = initialData(schema, kind, item).value;
      const mine = onlyChanged(draft.value, base.current);
      if (taking.current) both.forEach(({ name }) => delete mine[name]);
      (taking.current ? draft.change : draft.adopt)({ ...fresh, ...mine });
      base.current = fresh;
    }
    setStale([]);
    setGeneral(null);
    key.current = randomKey();
  }, [item.version]);

  const submit = async (press: Event) => {
    press.preventDefault();
    if (busy) return;
    const data = prune(draft.value) as Fields;
    const wrong = [...validate(form, data, eventTitle, '', true), ...wrongShares(schema, data, item)];
    setErrors(wrong);
    setGeneral(null);
    if (wrong.length) return;
    setBusy(true);
    try {
      const changed = initial.edits ? { ...onlyChanged(data, base.current), ...emptied(schema, data, base.current) } : data;
      await fire(kind, seen, type, changed, key.current);
      await draft.discard();
      leaveNote(t('item.doneOn', { event: eventTitle, title: title.text }));
      location.assign(back);
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiError) key.current = randomKey();
      if (error instanceof ApiError && error.status === 412) {
        setGeneral(t('error.stale'));
        await tellChanges();
      } else if (error instanceof ApiError && error.problem.errors?.length) {
        setErrors(error.problem.errors.map((each) => ({ ...each, pointer: each.pointer.replace(/^\/data(?=\/|$)/, '') })));
      } else {
        setGeneral(refusal(error));
      }
    }
  };

  const allowed = event?.allowed ?? false;
  return (
    <div class="narrow">
      <a href={back} class="govuk-back-link">
        {t('action.back')}
      </a>
      <ErrorSummary errors={errors} general={general} />
      {stale.length > 0 && (
        <Stale kind={kind} item={item} schema={schema} entries={stale} both={both} onKeep={() => goOn(false)} onTake={() => goOn(true)} />
      )}
      <Page title={eventTitle} caption={title.text}>
        <p class="govuk-body">
          <StateTags item={item} kind={kind} />
        </p>
        <DeadlineLine item={item} />
        <Documents kind={kind} item={item} />
        {!allowed && (
          <div class="govuk-inset-text">
            <p>{t('event.notAllowed')}</p>
            <Reasons reasons={event?.reasons ?? []} />
          </div>
        )}
        {allowed && (event?.conditions ?? []).length > 0 && (
          <div class="govuk-inset-text" data-conditions>
            <p>{t('event.conditions')}</p>
            <Reasons reasons={event?.conditions ?? []} />
          </div>
        )}
        {(allowed || draft.touched) && draft.ready && (
          <form method="post" noValidate onSubmit={(press) => void submit(press)}>
            <ObjectFields schema={form} value={draft.value} onChange={draft.change} errors={errors} textLang={textHint(item)} offered={namedItems(item, kind, app.session?.acting.organisation)} />
            <div class="govuk-button-group">
              <button class="govuk-button" type="submit" aria-disabled={busy ? true : undefined} data-event={type}>
                {eventTitle}
              </button>
              <a class="govuk-link" href={back}>
                {t('action.cancel')}
              </a>
            </div>
            <DraftStatus draft={draft} />
          </form>
        )}
      </Page>
    </div>
  );
}

function textHint(item: Item): string | undefined {
  const value = item.fields['language'];
  return typeof value === 'string' ? value : undefined;
}

main(<EventPage />);
