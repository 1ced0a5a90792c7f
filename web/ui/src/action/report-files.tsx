// Problem reports by file: a template, an import that is looked at before it is done, and the chamber's own reports.
import { useState } from 'preact/hooks';
import { type Item, getAll } from '../api';
import { Page, Pending, main, useApp, useLoaded } from '../app';
import { language, t } from '../i18n';
import { Downloads, Templates } from './survey/files';
import { Upload } from './survey/upload';

function ReportFilesPage() {
  const { session, titles } = useApp();
  const [chosen, setChosen] = useState('');
  const kind = titles.kind('round');
  const loaded = useLoaded(() => (kind ? getAll<Item>(`/api/v1/${kind.path}`) : Promise.resolve([])), [kind]);
  if (!session) return <Pending error={{ status: 401 }} />;
  if (session.acting.role !== 'chamber') return <Pending error={{ status: 404 }} />;
  if (!loaded.value) return <Pending error={loaded.error} />;
  const rounds = loaded.value;
  const open = rounds.find(({ configuration }) => configuration.some((state) => state === 'surveying' || state === 'planning'));
  const round = chosen || open?.id || rounds[0]?.id || '';
  const of = `?round=${encodeURIComponent(round)}`;
  return (
    <Page title={t('page.reportFiles')} caption={titles.actor(session.acting)}>
      <p class="govuk-body">{t('files.lead')}</p>
      <div class="govuk-form-group">
        <label class="govuk-label govuk-label--s" for="files-round">
          {t('coverage.round')}
        </label>
        <select class="govuk-select" id="files-round" value={round} onChange={(event) => setChosen(event.currentTarget.value)}>
          {rounds.map((each) => (
            <option key={each.id} value={each.id}>
              {titles.own(each) ?? each.id}
            </option>
          ))}
        </select>
      </div>
      <h2 class="govuk-heading-m">{t('files.template')}</h2>
      <Templates name="template" query={`?language=${language}`} />
      <h2 class="govuk-heading-m">{t('files.import')}</h2>
      <Upload key={round} id="reports" path={`/api/v1/survey-files/reports${of}`} would="files.wouldMake" done="files.imported" />
      <h2 class="govuk-heading-m">{t('files.reports')}</h2>
      <Downloads name="reports" query={of} />
    </Page>
  );
}

main(<ReportFilesPage />);
