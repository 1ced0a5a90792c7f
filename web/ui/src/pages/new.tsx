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
  // Whoever opens an item for their own organisation need not choose it.
  const { role, organisation } = app.session.acting;
  const scope = /^\/fields\/(\w+)$/.exec(kind.open?.scopes?.[role] ?? '')?.[1];
  const schema = scope ? (kind.open?.data ?? kind.fields)?.properties?.[scope] : undefined;
  const initial = scope && schema ? { [scope]: schema.type === 'array' ? [organisation] : organisation } : {};
  return (
    <div class="narrow">
      <OpenForm kind={kind} initial={initial} draftKey={`new:${kind.id}`} submitTitle={title}>
        <Page title={title}>{null}</Page>
      </OpenForm>
    </div>
  );
}

main(<NewPage />);
