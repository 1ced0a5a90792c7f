import { type Item, type Kind, type Waiting, getAll, request } from '../api';
import { Page, Pending, announce, href, main, takeNote, useApp, useLive, useLoaded } from '../app';
import { pick, t } from '../i18n';
import { invitations, navigation } from '../navigation';
import { Banner } from '../notes';
import { SetUp } from '../set-up';
import { Deadline, ItemTitle, itemHref } from '../view';

interface Group {
  what: Waiting;
  kind: Kind;
  query: string;
  items: Item[];
}

const shown = 5;
const note = takeNote();

function StartPage() {
  const app = useApp();
  const { session, titles, meta } = app;
  const groups = useLoaded(async () => {
    if (!session) return [];
    const asked = (meta.pages.waiting?.[session.acting.role] ?? []).map(async (what): Promise<Group | null> => {
      const kind = titles.kind(what.kind);
      if (!kind) return null;
      const own = what.own ? `&${what.own}=${encodeURIComponent(session.acting.organisation)}` : '';
      const query = `state=${encodeURIComponent(what.state)}${own}`;
      return { what, kind, query, items: await getAll<Item>(`/api/v1/${kind.path}?${query}`, 200) };
    });
    return (await Promise.all(asked)).filter((group): group is Group => group !== null);
  }, [session]);
  useLive(
    () => true,
    () => {
      groups.reload();
      announce(t('live.listChanged'));
    },
  );
  const kinds = (
    <section aria-labelledby="all">
      <h2 class="govuk-heading-m" id="all">
        {t('start.all')}
      </h2>
      <ul class="govuk-list">
        {meta.kinds.map((kind) => (
          <li key={kind.id}>
            <a class="govuk-link" href={href(kind.path)}>
              {titles.kindsTitle(kind)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
  if (!session) {
    const invited = invitations(meta);
    return (
      <Page title={pick(meta.name, t('product.name'))}>
        {meta.pages.lead && <p class="govuk-body-l">{pick(meta.pages.lead)}</p>}
        <div class="govuk-button-group">
          {invited.map(({ path, title }) => (
            <a key={path} class="govuk-button" href={href(path)}>
              {title}
            </a>
          ))}
          <a class={`govuk-button${invited.length ? ' govuk-button--secondary' : ''}`} href={href('sign-in')}>
            {t('action.signIn')}
          </a>
        </div>
        {kinds}
      </Page>
    );
  }
  if (!groups.value) return <Pending error={groups.error} />;
  const waitingNow = groups.value.filter((group) => group.items.length > 0);
  const total = waitingNow.reduce((sum, group) => sum + group.items.length, 0);
  return (
    <Page title={t('start.title')} caption={titles.actor(session.acting)}>
      {note && <Banner text={note} />}
      <p class="govuk-body-l">{total ? t('start.count', { count: total }) : t('start.nothing')}</p>
      <RoleChooser />
      <SetUp />
      {waitingNow.map((group) => (
        <section key={`${group.kind.id} ${group.query}`} aria-label={pick(group.what.title)}>
          <h2 class="govuk-heading-s group">
            {pick(group.what.title)} <span class="count">{group.items.length}</span>
          </h2>
          <ul class="cards">
            {group.items.slice(0, shown).map((item) => (
              <li class="card" key={item.id} data-item={item.id}>
                <div class="card__text">
                  <a class="govuk-link card__title" href={itemHref(group.kind, item.id)}>
                    <ItemTitle item={item} />
                  </a>
                  <span class="id">{item.id}</span>
                  {item.deadline && (
                    <span class="card__deadline">
                      <Deadline item={item} />
                    </span>
                  )}
                </div>
              </li>
            ))}
          </ul>
          {group.items.length > shown && (
            <p class="govuk-body">
              <a class="govuk-link" href={href(`${group.kind.path}?${group.query}`)}>
                {t('start.more', { count: group.items.length })}
              </a>
            </p>
          )}
        </section>
      ))}
      <nav class="tasks" aria-label={t('start.pages')}>
        {navigation(meta, titles, session.acting.role).map(({ path, title }) => (
          <a key={path} class="govuk-button govuk-button--secondary" href={href(path)}>
            {title}
          </a>
        ))}
      </nav>
      {kinds}
    </Page>
  );
}

// For somebody with several roles: they act in one at a time.
function RoleChooser() {
  const { session, titles } = useApp();
  if (!session || session.roles.length < 2) return null;
  const choose = async (index: number) => {
    const role = session.roles[index];
    if (!role) return;
    await request('PUT', '/api/v1/session/acting', { role: role.role, organisation: role.organisation });
    location.reload();
  };
  const same = (index: number) => {
    const role = session.roles[index];
    return role?.role === session.acting.role && role.organisation === session.acting.organisation;
  };
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for="acting">
        {t('start.acting')}
      </label>
      <select class="govuk-select" id="acting" onChange={(event) => void choose(event.currentTarget.selectedIndex)}>
        {session.roles.map((role, index) => (
          <option key={`${role.role}@${role.organisation}`} selected={same(index)}>
            {titles.actor(role)}
          </option>
        ))}
      </select>
    </div>
  );
}

main(<StartPage />);
