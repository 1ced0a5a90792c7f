import { Page, Pending, main, useApp } from '../app';
import { OpenForm } from '../open-form';
import { pick, t } from '../i18n';

function NewPage() {
  const app = useApp();
  const path = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  const kind = app.titles.kindAt(path);
  if (!kind) return <Pending error={{ status: 404 }} />;
  if (!app.session) return <Pending error={{ status: 401 }} />;
  const title = pick(kind.open?.title, t('new.title', { kind: app.titles.kindTitle(kind) }));
  return (
    <div class="narrow">
      <OpenForm kind={kind} initial={{}} draftKey={`new:${kind.id}`} submitTitle={title}>
        <Page title={title}>{null}</Page>
      </OpenForm>
    </div>
  );
}

main(<NewPage />);
