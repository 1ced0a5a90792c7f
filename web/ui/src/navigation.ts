// Which pages a role is led to, as the pack says; a pack that says nothing gets the dashboard and its lists.
import type { Meta } from './api';
import { pick, t } from './i18n';
import type { Titles } from './titles';

export interface Entry {
  path: string;
  title: string;
}

export function pageTitle(meta: Meta, name: string): string {
  return pick(meta.pages.pages?.[name]?.title) || (name === 'board' ? t('page.board') : name === 'dashboard' ? t('page.dashboard') : name);
}

function names(meta: Meta, role: string | null): string[] {
  const said = meta.pages.navigation;
  if (said) return (role ? (said[role] ?? said['others']) : said['public']) ?? [];
  const kinds = meta.kinds.map(({ id }) => id);
  return role && meta.dashboard.sections.length ? ['dashboard', ...kinds] : kinds;
}

export function navigation(meta: Meta, titles: Titles, role: string | null): Entry[] {
  return names(meta, role).map((name) => {
    const kind = titles.kind(name);
    return kind ? { path: kind.path, title: titles.kindsTitle(kind) } : { path: name, title: pageTitle(meta, name) };
  });
}

// Pages that people are invited to who have no account.
export function invitations(meta: Meta): Entry[] {
  return Object.entries(meta.pages.pages ?? {}).flatMap(([path, page]) => (page.invitation ? [{ path, title: pick(page.invitation) }] : []));
}
