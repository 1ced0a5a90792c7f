import { Board } from '../board';
import { Page, Pending, main, takeNote, useApp } from '../app';
import { pick, t } from '../i18n';

const note = takeNote();

// The boards that the pack names, each of the person's own organisation; all kinds, if it names none.
function BoardPage() {
  const { session, titles, meta } = useApp();
  if (!session) return <Pending error={{ status: 401 }} />;
  const page = meta.pages.pages?.['board'];
  const lists = page?.lists ?? meta.kinds.map((kind) => ({ kind: kind.id, own: undefined }));
  const organisation = titles.organisation(session.acting.organisation);
  return (
    <Page title={pick(page?.heading, t('page.board'))} caption={titles.actor(session.acting)}>
      {lists.map((list, index) => {
        const kind = titles.kind(list.kind);
        const query = list.own && organisation ? `${list.own}=${encodeURIComponent(organisation.id)}` : '';
        return kind && <Board key={kind.id} kind={kind} query={query} heading={titles.kindsTitle(kind)} initialNote={index === 0 ? note : null} none={t('list.none')} />;
      })}
    </Page>
  );
}

main(<BoardPage />);
