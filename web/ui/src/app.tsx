// What every page shares: who is signed in, what the installation calls things, the frame around the page, and the
// live stream. A page is `main(<ItsComponent />)`.
import { type ComponentChildren, createContext, render } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { asOf, pageThen } from './as-of';
import { type Meta, Offline, type RoleIn, type Session, get, getOrNull, request, setCsrfToken } from './api';
import { clock } from './dates';
import { type Key, inSentence, language, loadCatalogue, pick, t } from './i18n';
import { type LiveMessage, connect, liveStatus, onLive, onResync, onStatus, ready } from './live';
import { navigation } from './navigation';
import { askForPasswords } from './password-again';
import { PastBanner } from './past';
import { Titles } from './titles';

export interface App {
  meta: Meta;
  session: Session | null;
  titles: Titles;
}

const Context = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(Context);
  if (!app) throw new Error('used outside of main()');
  return app;
}

export function href(path: string): string {
  return pageThen(`/${language}/${path}`);
}

export function main(page: ComponentChildren): void {
  void start(page);
}

async function start(page: ComponentChildren): Promise<void> {
  // What the server wrote for whoever has no scripts.
  document.getElementById('static')?.remove();
  const root = document.getElementById('app');
  if (!root) return;
  await loadCatalogue();
  askForPasswords();
  connect();
  try {
    const [meta, session] = await Promise.all([get<Meta>('/api/v1/meta'), getOrNull<Session>('/api/v1/session')]);
    if (session) setCsrfToken(session.csrf_token);
    const app: App = { meta, session, titles: new Titles(meta) };
    render(
      <Context.Provider value={app}>
        <Frame>{page}</Frame>
      </Context.Provider>,
      root,
    );
  } catch (error) {
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

export async function signOut(): Promise<void> {
  await request('DELETE', '/api/v1/session').catch(() => undefined);
  location.assign(href('sign-in'));
}

export function roleTitle(app: App, role: RoleIn): string {
  return app.titles.actor(role);
}

function otherLanguage(code: string): string {
  const rest = location.pathname.replace(/^\/(en|ja|zh|ko)(?=\/|$)/, '');
  return `/${code}${rest === '' ? '/' : rest}${location.search}`;
}

const languageNames: Record<string, string> = { en: 'English', ja: '日本語', zh: '中文', ko: '한국어' };

function Frame({ children }: { children: ComponentChildren }) {
  const app = useApp();
  const { meta, session } = app;
  const here = decodeURIComponent(location.pathname).replace(/^\/(en|ja|zh|ko)\//, '').split('/')[0] ?? '';
  const entries = navigation(meta, app.titles, session?.acting.role ?? null);
  return (
    <>
      <a href="#main" class="govuk-skip-link">
        {t('frame.skip')}
      </a>
      <header>
      <div class="top">
        <div class="govuk-width-container top__row">
          <a class="top__name" href={href('')}>
            {pick(meta.name, t('product.name'))}
          </a>
          <nav aria-label={t('frame.navigation')} class="top__nav">
            {entries.map(({ path, title }) => (
              <a key={path} href={href(path)} aria-current={here === path ? 'page' : undefined}>
                {title}
              </a>
            ))}
          </nav>
          <nav aria-label={t('frame.language')} class="top__languages">
            {meta.languages.map((code) => (
              <a
                key={code}
                href={otherLanguage(code)}
                lang={code}
                hreflang={code}
                aria-current={code === language ? 'true' : undefined}
              >
                {languageNames[code] ?? code}
              </a>
            ))}
          </nav>
        </div>
      </div>
      {meta.demo && (
        <p class="demo">
          <span class="govuk-width-container">{t('frame.demo')}</span>
        </p>
      )}
      <div class="who">
        <div class="govuk-width-container who__row">
          {session ? (
            <>
              <span>
                {/* The demonstration's accounts are named after what they are, as the role beside them says. */}
                <a href={href('account')} aria-current={here === 'account' ? 'page' : undefined}>
                  {meta.demo ? session.user : (session.name ?? session.user)}
                </a>
                {' · '}
                {roleTitle(app, session.acting)}
              </span>
              {session.administers && (
                <a href={href('accounts')} aria-current={here === 'accounts' ? 'page' : undefined}>
                  {t('page.accounts')}
                </a>
              )}
              {session.reads_audit && !session.administers && (
                <a href={href('audit')} aria-current={here === 'audit' ? 'page' : undefined}>
                  {t('page.audit')}
                </a>
              )}
              <UnreadNotices session={session} here={here === 'notices'} />
              <button type="button" class="link-button" onClick={() => void signOut()}>
                {t('action.signOut')}
              </button>
            </>
          ) : (
            here !== 'sign-in' && <a href={href(`sign-in?back=${encodeURIComponent(location.pathname + location.search)}`)}>{t('action.signIn')}</a>
          )}
          {!asOf && <Liveness />}
        </div>
      </div>
      </header>
      <PastBanner />
      <div class="govuk-width-container">
        <main id="main" class="govuk-main-wrapper" tabIndex={-1}>
          {children}
        </main>
      </div>
      <footer class="bottom">
        <div class="govuk-width-container">{pick(meta.pages.footer, pick(meta.name, t('product.name')))}</div>
      </footer>
      <Announcer />
    </>
  );
}

// How many notices came since the person last said that they had read them. Asked again when something has happened,
// but not for each of many things.
function UnreadNotices({ session, here }: { session: Session; here: boolean }) {
  const [count, setCount] = useState(session.unread_notices);
  const waiting = useRef<ReturnType<typeof setTimeout>>();
  const ask = () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void getOrNull<Session>('/api/v1/session')
        .catch(() => null)
        .then((next) => next && setCount(next.unread_notices));
    }, 2000);
  };
  useLive(() => true, ask);
  useEffect(() => {
    addEventListener(noticesRead, ask);
    return () => removeEventListener(noticesRead, ask);
  }, []);
  return (
    <a href={href('notices')} aria-current={here ? 'page' : undefined} data-unread={count}>
      {count > 99 ? t('notices.unreadMany') : count ? t('notices.unread', { count }) : t('page.notices')}
    </a>
  );
}

// Tells the header that notices have been marked as read.
export const noticesRead = 'yellowsea.notices.read';

// Says only what somebody needs to know: that the page no longer follows, and that it does again.
function Liveness() {
  const [status, setStatus] = useState(liveStatus());
  const [since, setSince] = useState(0);
  const wasOffline = useRef(false);
  useEffect(
    () =>
      onStatus((next) => {
        if (next === 'offline' && !wasOffline.current) setSince(Date.now());
        if (next === 'offline') wasOffline.current = true;
        setStatus(next);
      }),
    [],
  );
  const text =
    status === 'offline'
      ? t('live.offline', { time: clock(since || Date.now()) })
      : status === 'online' && wasOffline.current
        ? t('live.again')
        : status === 'online'
          ? t('live.online')
          : '';
  return (
    <span class={`liveness liveness--${status}`} role="status" aria-live="polite">
      {text}
    </span>
  );
}

let announceNow: (text: string) => void = () => undefined;

// For people who don't see the screen change.
export function announce(text: string): void {
  announceNow(text);
}

function Announcer() {
  const [text, setText] = useState('');
  announceNow = setText;
  return (
    <div class="govuk-visually-hidden" aria-live="polite" role="status">
      {text}
    </div>
  );
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

// Calls `handle` for changes that `concerns` picks, once for several that come together.
export function useLive(concerns: (message: LiveMessage) => boolean, handle: (messages: LiveMessage[]) => void): void {
  const current = useRef({ concerns, handle });
  current.current = { concerns, handle };
  useEffect(() => {
    // What was does not change.
    if (asOf) return undefined;
    let waiting: LiveMessage[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onLive((message) => {
      if (!current.current.concerns(message)) return;
      waiting.push(message);
      timer ??= setTimeout(() => {
        const messages = waiting;
        waiting = [];
        timer = undefined;
        current.current.handle(messages);
      }, 150);
    });
    const stopResync = onResync(() => current.current.handle([]));
    return () => {
      stop();
      stopResync();
      clearTimeout(timer);
    };
  }, []);
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
