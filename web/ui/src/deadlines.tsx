// The next deadlines of a dashboard, as the pack asks for them: what is not over, the earliest first.
import { type DashboardMeta, type Item, type List, get, now } from './api';
import { useApp, useLive, useLoaded } from './app';
import { type Span, Timeline } from './figure/timeline';
import { pick } from './i18n';
import { ItemTitle, Remaining, itemHref } from './view';

const shown = 12;

// `own`: an organisation, or null for those of all.
export function Deadlines({ meta, own }: { meta: DashboardMeta; own: string | null }) {
  const { titles } = useApp();
  const asked = meta.timeline;
  const kind = titles.kind(asked?.kind ?? '');
  const loaded = useLoaded(async () => {
    if (!asked || !kind) return [];
    const query = new URLSearchParams({ tag: `-${asked.without}`, sort: 'deadline,id', limit: String(shown), ...(own ? { [asked.filter]: own } : {}) });
    return (await get<List<Item>>(`/api/v1/${kind.path}?${query.toString()}`)).items;
  }, [own]);
  useLive((message) => message.kind === asked?.kind, loaded.reload);
  if (!asked || !kind || !loaded.value?.length) return null;
  const span = (item: Item): Span[] => {
    const begins = Date.parse(String(item.fields[asked.begins] ?? item.created_at));
    if (!item.deadline) return [];
    const whose = own ? '' : `${titles.organisationName(item.fields[asked.filter])} · `;
    return [
      {
        key: item.id,
        name: (
          <>
            {whose}
            <a class="govuk-link" href={itemHref(kind, item.id)}>
              <ItemTitle item={item} />
            </a>
          </>
        ),
        note: <Remaining item={item} />,
        begins,
        deadline: Date.parse(item.deadline),
        late: item.overdue ?? false,
      },
    ];
  };
  const spans = loaded.value.flatMap(span);
  return spans.length > 0 && <Timeline title={pick(asked.title)} nameTitle={titles.kindTitle(kind)} spans={spans} now={now()} name="deadlines" />;
}
