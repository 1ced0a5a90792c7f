import { Page, Pending, main, takeNote, useApp } from '../app';
import type { BoardList } from '../api';
import { Board } from '../board/board';
import { Grouping, chosenGrouping } from '../board/grouping';
import { pick, t } from '../i18n';

const note = takeNote();

// The boards that the pack names, each of the person's own organisation; all kinds, if it names none.
function BoardPage() {
  const { session, titles, meta } = useApp();
  if (!session) return <Pending error={{ status: 401 }} />;
  const page = meta.pages.pages?.['board'];
  const lists: BoardList[] = page?.lists ?? meta.kinds.map((kind) => ({ kind: kind.id }));
  const organisation = titles.organisation(session.acting.organisation);
  return (
    <Page title={pick(page?.heading, t('page.board'))} caption={titles.actor(session.acting)}>
      <Grouping lists={lists} />
      {lists.map((list, index) => {
        const kind = titles.kind(list.kind);
        const query = list.own && organisation ? `${list.own}=${encodeURIComponent(organisation.id)}` : '';
        const by = list.by === chosenGrouping ? list.by : undefined;
        return kind && <Board key={kind.id} kind={kind} query={query} by={by} heading={titles.kindsTitle(kind)} initialNote={index === 0 ? note : null} none={t('list.none')} />;
      })}
    </Page>
  );
}

main(<BoardPage />);
