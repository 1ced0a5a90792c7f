import { useEffect, useState } from 'preact/hooks';
import { type Fields, type Item, getAll } from '../api';
import { OpenForm } from '../open-form';
import { Page, Pending, main, useApp } from '../app';
import { language, t } from '../i18n';

// The problem first, then for whom, then what helps to sort it.
const names = ['round', 'title', 'description', 'requested_action', 'cities', 'panel', 'theme', 'businesses_affected', 'severity', 'priority', 'reference', 'language', 'attachments'];

// A chamber's problem report: what the kind's schema asks for, less what is known already.
function ReportPage() {
  const { session, titles } = useApp();
  const kind = titles.kind('problem_report');
  const rounds = titles.kind('round');
  const [initial, setInitial] = useState<Fields | null>(null);
  useEffect(() => {
    if (!rounds || !session) return;
    const open = (round: Item) => round.configuration.some((state) => state === 'surveying' || state === 'planning');
    getAll<Item>(`/api/v1/${rounds.path}`)
      .then((all) => all.filter(open))
      .catch(() => [])
      .then((all) => setInitial(all.length === 1 && all[0] ? { round: all[0].id, language } : { language }));
  }, [rounds, session]);
  if (!session) return <Pending error={{ status: 401 }} />;
  if (!kind) return <Pending error={{ status: 404 }} />;
  return (
    <div class="narrow">
      <OpenForm
        kind={kind}
        names={names}
        initial={initial}
        fixed={{ chamber: session.acting.organisation }}
        draftKey="new-report"
        submitTitle={t('report.send')}
        then="submit"
      >
        <Page title={t('page.report')} caption={titles.actor(session.acting)}>
          <p class="govuk-body">{t('report.lead')}</p>
        </Page>
      </OpenForm>
    </div>
  );
}

main(<ReportPage />);
