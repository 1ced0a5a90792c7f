// What a new installation still needs, for who administers it: the steps that the pack names, each with where it is done,
// until all of them are.
import { type List, type RoleIn, type SetUpStep, get, getOrNull } from './api';
import { href, useApp, useLive, useLoaded } from './app';
import { pick, t } from './i18n';

interface Accounts {
  items: { roles: RoleIn[]; disabled: boolean }[];
  invitations: { roles: RoleIn[] }[];
}

export function SetUp() {
  const { meta, session, titles } = useApp();
  const steps = session?.administers ? (meta.pages.set_up ?? []) : [];
  const loaded = useLoaded(async () => {
    if (!steps.length) return [];
    const accounts = await getOrNull<Accounts>('/api/v1/accounts');
    const holders = (role: string, from: { roles: RoleIn[] }[]) => from.filter(({ roles }) => roles.some((each) => each.role === role)).length;
    const done = async ({ roles = [], least = 1, kind }: SetUpStep) => {
      if (kind) return !!(await get<List<unknown>>(`/api/v1/${titles.kind(kind)?.path ?? ''}?limit=1`)).items.length;
      return roles.every((role) => holders(role, accounts?.items.filter(({ disabled }) => !disabled) ?? []) >= least);
    };
    return Promise.all(steps.map(async (step) => ({ step, done: await done(step), invited: (step.roles ?? []).some((role) => holders(role, accounts?.invitations ?? []) > 0) })));
  }, [steps]);
  useLive(() => true, loaded.reload);
  if (!loaded.value || loaded.value.every(({ done }) => done)) return null;
  return (
    <section aria-labelledby="set-up" data-set-up={loaded.value.filter(({ done }) => !done).length}>
      <h2 class="govuk-heading-m" id="set-up">
        {t('setUp.title')}
      </h2>
      <ol class="cards">
        {loaded.value.map(({ step, done, invited }, index) => (
          <li class="card" key={index} data-done={done}>
            <div class="card__text">
              {step.page ? (
                <a class="govuk-link card__title" href={href(step.page)}>
                  {pick(step.title)}
                </a>
              ) : (
                <strong>{pick(step.title)}</strong>
              )}
              {step.why && <span class="id">{pick(step.why)}</span>}
            </div>
            <strong class={`govuk-tag${done ? '' : ' govuk-tag--grey'}`}>{t(done ? 'setUp.done' : invited ? 'setUp.invited' : 'setUp.open')}</strong>
          </li>
        ))}
      </ol>
    </section>
  );
}
