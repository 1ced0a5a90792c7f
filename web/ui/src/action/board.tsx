import { Board } from '../board';
import { Page, Pending, main, takeNote, useApp } from '../app';
import { t } from '../i18n';

const note = takeNote();

function CityBoard() {
  const { session, titles } = useApp();
  if (!session) return <Pending error={{ status: 401 }} />;
  const plans = titles.kind('action_plan');
  const commitments = titles.kind('commitment');
  const city = titles.organisation(session.acting.organisation);
  const query = city ? `city=${encodeURIComponent(city.id)}` : '';
  return (
    <Page title={t('page.board')} caption={titles.actor(session.acting)}>
      {plans && <Board kind={plans} query={query} heading={titles.kindsTitle(plans)} initialNote={note} none={t('list.none')} />}
      {commitments && <Board kind={commitments} query={query} heading={titles.kindsTitle(commitments)} none={t('list.none')} />}
    </Page>
  );
}

main(<CityBoard />);
