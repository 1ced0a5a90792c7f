// What was explored with a central government in earlier rounds and came to no commitment: it stays in sight, so that a
// later round need not begin anew.
import { type Fields, type Item, getAll } from '../api';
import { useApp, useLoaded } from '../app';
import { t } from '../i18n';
import { ItemTitle, StateTags, Value, itemHref } from '../view';
import { entries } from './said';

const shown = ['ministry', 'central_reason', 'explored', 'request_document', 'replies', 'reason'];

// On a round's page all of the earlier rounds; on a report's those that its own earlier reports led to, which it names,
// and those of the same panel in the cities that are asked.
export function Explored({ round, report }: { round?: Item; report?: Item }) {
  const { titles } = useApp();
  const plans = titles.kind('action_plan');
  const item = round ?? report;
  const carried = report ? entries(report, 'explored') : [];
  const loaded = useLoaded(async () => {
    if (!plans || !item) return [];
    const of = (state: string) => getAll<Item>(`/api/v1/${plans.path}?state=${state}&sort=created_at,id`).catch(() => []);
    const all = (await Promise.all(['referred', 'refused', 'not_committed'].map(of))).flat();
    const named = new Set(carried.map((each) => each['plan']));
    return all.filter((plan) => isEarlier(plan, item) && isExplored(plan) && (!report || named.has(plan.id) || concerns(plan, report)));
  }, [item?.id, item?.version]);
  if (!loaded.value?.length) return null;
  const order = titles.sortOrganisations([...new Set(loaded.value.map((plan) => String(plan.fields['city'])))]);
  const place = (plan: Item) => order.indexOf(String(plan.fields['city']));
  const byCity = [...loaded.value].sort((a, b) => place(a) - place(b));
  return (
    <section aria-labelledby="explored" data-section="explored">
      <h2 class="govuk-heading-m" id="explored">
        {t('explored.title')}
      </h2>
      <p class="govuk-body">{t(report ? 'explored.leadReport' : 'explored.lead')}</p>
      <ul class="cards">
        {byCity.map((plan) => (
          <li class="card" key={plan.id} data-item={plan.id}>
            <div class="card__text">
              <a class="govuk-link card__title" href={itemHref(plans, plan.id)}>
                <ItemTitle item={plan} />
              </a>
              <span class="id">
                {titles.organisationName(plan.fields['city'])} · {plan.id}
              </span>
              <StateTags item={plan} kind={plans} />
              <dl class="object">
                {shown
                  .filter((name) => plan.fields[name] !== undefined)
                  .map((name) => (
                    <div key={name}>
                      <dt>{titles.field(name, plans?.fields?.properties?.[name])}</dt>
                      <dd>
                        <Value value={(plan.fields as Fields)[name]} schema={plans?.fields?.properties?.[name]} item={plan} name={name} />
                      </dd>
                    </div>
                  ))}
              </dl>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function isExplored(plan: Item): boolean {
  return typeof plan.fields['explored'] === 'string' || typeof plan.fields['ministry'] === 'string';
}

function isEarlier(plan: Item, item: Item): boolean {
  const round = item.kind === 'round' ? item.id : item.fields['round'];
  return plan.fields['round'] !== round && plan.created_at < item.created_at;
}

function concerns(plan: Item, report: Item): boolean {
  const cities = report.fields['cities'];
  return plan.fields['panel'] === report.fields['panel'] && Array.isArray(cities) && cities.includes(plan.fields['city']);
}
