import { useState } from 'preact/hooks';
import { type Notice, get, request } from '../api';
import { Page, Pending, announce, main, noticesRead, useApp, useLive, useLoaded } from '../app';
import * as dates from '../dates';
import { pick, t } from '../i18n';
import { ReferenceLink, refusal } from '../view';
import { Away } from './away';

interface Notices {
  items: Notice[];
  unread: number;
  next: number | null;
}

// What came for the role that the person acts in, the latest first.
function NoticesPage() {
  const { session, titles } = useApp();
  const [older, setOlder] = useState<Notice[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const loaded = useLoaded(async () => {
    const first = session ? await get<Notices>('/api/v1/notices') : { items: [], unread: 0, next: null };
    setNext((known) => known ?? first.next);
    return first;
  }, [session]);
  useLive(
    () => true,
    () => loaded.reload(),
  );
  if (!session) return <Pending error={{ status: 401 }} />;
  if (!loaded.value) return <Pending error={loaded.error} />;
  const { items, unread } = loaded.value;
  const known = new Set(items.map(({ id }) => id));
  const all = [...items, ...older.filter(({ id }) => !known.has(id))];
  const markRead = () =>
    request('PUT', '/api/v1/notices/read', { up_to: items[0]?.id ?? 0 }).then(
      () => {
        setOlder((each) => each.map((notice) => ({ ...notice, unread: false })));
        loaded.reload();
        dispatchEvent(new Event(noticesRead));
        announce(t('notices.allRead'));
      },
      (error: unknown) => setFailed(refusal(error)),
    );
  const more = () =>
    get<Notices>(`/api/v1/notices?before=${next ?? 0}`).then(
      (page) => {
        setOlder((before) => [...before, ...page.items]);
        setNext(page.next);
      },
      (error: unknown) => setFailed(refusal(error)),
    );
  return (
    <Page title={t('page.notices')} caption={titles.actor(session.acting)}>
      <p class="govuk-body-l" data-unread-notices={unread}>
        {unread > 99 ? t('notices.countMany') : unread ? t('notices.count', { count: unread }) : t('notices.none')}
      </p>
      {failed && <p class="govuk-error-message">{failed}</p>}
      {unread > 0 && (
        <button type="button" class="govuk-button" onClick={() => void markRead()}>
          {t('notices.markRead')}
        </button>
      )}
      <Away />
      <ol class="cards notices">
        {all.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </ol>
      {next !== null && (
        <button type="button" class="govuk-button govuk-button--secondary" onClick={() => void more()}>
          {t('notices.older')}
        </button>
      )}
    </Page>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { titles } = useApp();
  const kind = titles.kind(notice.kind);
  return (
    <li class={`card${notice.unread ? ' card--new' : ''}`} data-notice={notice.id}>
      <div class="card__text">
        {notice.unread && <strong class="govuk-tag">{t('notices.new')}</strong>} {pick(notice.message, notice.rule)}
        <span class="id">
          {kind && titles.kindTitle(kind)}
          {t('colon')}
          {kind ? <ReferenceLink kind={kind} id={notice.item} /> : notice.item}
          {' · '}
          <time dateTime={notice.at}>{dates.instant(notice.at)}</time>
          {notice.standing_in && (
            <>
              {' · '}
              {t('standIn.notice', { role: titles.actor(notice.standing_in) })}
            </>
          )}
        </span>
      </div>
    </li>
  );
}

main(<NoticesPage />);
