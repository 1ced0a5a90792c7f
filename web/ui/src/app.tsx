// What every page shares: how it begins, its title, what it reads, and the frame around it. A page is `main(<ItsComponent />)`.
import { type ComponentChildren, render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Meta, Offline, type Session, get, setCsrfToken } from './api';
import { type App, Context, href, useApp } from './context';
import { Frame } from './frame';
import { type Key, inSentence, language, loadCatalogue, locale, pick, t } from './i18n';
import { connect, ready } from './live';
import { askForPasswords } from './password-again';
import { plainMeta } from './plain-schema';
import { prepareFormatters } from './prepare-formatters';
import { Titles } from './titles';

export { type App, announce, href, roleTitle, useApp, useLive } from './context';
export { noticesRead, signOut } from './frame';

export function main(page: ComponentChildren): void {
  void start(page);
}

async function start(page: ComponentChildren): Promise<void> {
  const root = document.getElementById('app');
  if (!root) return;
  prepareFormatters(locale);
  const written = takeTheirPlace(root);
  await loadCatalogue();
  askForPasswords();
  connect();
  try {
    const [loaded, session] = await Promise.all([get<Meta>(`/api/v1/meta?language=${language}`), get<Session | null>('/api/v1/session/reader')]);
    const meta = plainMeta(loaded);
    if (session) setCsrfToken(session.csrf_token);
    describe(pick(meta.pages.lead));
    const app: App = { meta, session, titles: new Titles(meta) };
    render(
      <Context.Provider value={app}>
        <Frame>{page}</Frame>
      </Context.Provider>,
      root,
    );
  } catch (error) {
    // What the server wrote says more than that it can't be reached now.
    if (written) return;
    render(
      <main class="govuk-width-container govuk-main-wrapper">
        <h1 class="govuk-heading-l">{t(error instanceof Offline ? 'error.offline' : 'error.server')}</h1>
        <p class="govuk-body">{t('error.tryAgain')}</p>
        <button type="button" class="govuk-button" onClick={() => location.reload()}>
          {t('action.tryAgain')}
        </button>
      </main>,
      root,
    );
  }
}

// What stands below the page's name where it was found.
function describe(text: string): void {
  if (!text || document.querySelector('meta[name=description]')) return;
  const description = document.createElement('meta');
  description.name = 'description';
  description.content = text;
  document.head.append(description);
}

// What the server wrote for whoever has no scripts stays until the page has more to show than that it is loading, and
// for good where somebody has begun to type in it. False if there is nothing of the kind.
function takeTheirPlace(root: HTMLElement): boolean {
  const written = document.getElementById('static');
  if (!written) return false;
  root.hidden = true;
  const watch = new MutationObserver(() => {
    if (!root.querySelector('h1') || root.querySelector('.pending')) return;
    watch.disconnect();
    if (written.contains(document.activeElement)) return;
    written.remove();
    root.hidden = false;
  });
  watch.observe(root, { childList: true, subtree: true });
  return true;
}

export function Page(props: { title: string; caption?: string; children: ComponentChildren; titleLang?: string }) {
  const { meta } = useApp();
  const { title } = props;
  useEffect(() => {
    const name = pick(meta.name, t('product.name'));
    document.title = title === name ? name : `${title} – ${name}`;
  }, [title, meta]);
  return (
    <>
      {props.caption && <span class="govuk-caption-l">{props.caption}</span>}
      <h1 class="govuk-heading-l" lang={props.titleLang}>
        {title}
      </h1>
      {props.children}
    </>
  );
}

export interface Loaded<T> {
  value: T | null;
  error: unknown;
  reload: () => void;
  set: (value: T) => void;
}

// Reads what a page shows, after the live stream is there, so that nothing is missed between the two. A newer
// reading wins over an older one that comes back late.
export function useLoaded<T>(load: () => Promise<T>, inputs: unknown[] = []): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = useRef(0);
  const reload = useCallback(() => {
    const mine = ++run.current;
    ready
      .then(load)
      .then((next) => {
        if (mine !== run.current) return;
        setValue(() => next);
        setError(null);
      })
      .catch((problem: unknown) => {
        if (mine === run.current) setError(problem);
      });
  }, inputs);
  useEffect(reload, [reload]);
  return { value, error, reload, set: (next) => setValue(() => next) };
}

// What stands in a page's place while it is read, or when it could not be.
export function Pending({ error, missing }: { error: unknown; missing?: Key }) {
  const { session } = useApp();
  if (!error) return <p class="govuk-body pending">{t('page.loading')}</p>;
  const status = (error as { status?: number }).status;
  const offline = error instanceof Offline;
  const title: Key = offline ? 'error.offline' : status === 404 ? (missing ?? 'error.notFound') : status === 401 ? 'error.signIn' : status === 403 ? 'error.forbidden' : 'error.server';
  return (
    <Page title={t(title)}>
      {status === 404 && !session && <p class="govuk-body">{t('error.notFoundSignIn')}</p>}
      <p class="govuk-body">{status && status !== 404 && status !== 401 ? (error as Error).message : ''}</p>
      {!session && !offline && (
        <a class="govuk-button" href={href(`sign-in?back=${encodeURIComponent(location.pathname + location.search)}`)}>
          {t('action.signIn')}
        </a>
      )}
      {(offline || (status ?? 500) >= 500) && (
        <button type="button" class="govuk-button" onClick={() => location.reload()}>
          {t('action.tryAgain')}
        </button>
      )}
    </Page>
  );
}

// A sentence for the next page of this tab.
export function leaveNote(text: string): void {
  sessionStorage.setItem('yellowsea.note', text);
}

export function takeNote(): string | null {
  const text = sessionStorage.getItem('yellowsea.note');
  if (text !== null) sessionStorage.removeItem('yellowsea.note');
  return text;
}

// An address to go back to, if it is one of ours.
export function backAddress(): string | null {
  const back = new URLSearchParams(location.search).get('back');
  return back && /^\/(?![/\\])/.test(back) ? back : null;
}

export { inSentence };
