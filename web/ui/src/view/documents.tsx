// Pages of the pack that show an item in another form, such as the memorandum to read before it is signed.
import type { Item, Kind } from '../api';
import { href, useApp } from '../app';
import { pick } from '../i18n';

export function Documents({ kind, item }: { kind: Kind; item: Item }) {
  const { meta } = useApp();
  const pages = Object.entries(meta.pages.pages ?? {}).filter(([, { of, states }]) => of === kind.id && (states?.some((state) => item.configuration.includes(state)) ?? true));
  if (pages.length === 0) return null;
  return (
    <ul class="govuk-list documents">
      {pages.map(([name, page]) => (
        <li key={name}>
          <a class="govuk-link" href={href(`${name}/${encodeURIComponent(item.id)}`)}>
            {pick(page.title, name)}
          </a>
        </li>
      ))}
    </ul>
  );
}
