// What surrounds every page: the name and where one can go, the languages, who is signed in, help, and whether the page
// follows what happens.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { asOf } from './as-of';
import { type Session, get, request } from './api';
import { Announcer, href, roleTitle, useApp, useLive } from './context';
import { clock } from './dates';
import { language, pick, t } from './i18n';
import { liveStatus, onStatus } from './live';
import { navigation } from './navigation';
import { PastBanner } from './past';

export async function signOut(): Promise<void> {
  await request('DELETE', '/api/v1/session').catch(() => undefined);
  location.assign(href('sign-in'));
}

function otherLanguage(code: string): string {
  const rest = location.pathname.replace(/^\/(en|ja|zh|ko)(?=\/|$)/, '');
  return `/${code}${rest === '' ? '/' : rest}${location.search}`;
}

const languageNames: Record<string, string> = { en: 'English', ja: '日本語', zh: '中文', ko: '한국어' };

export function Frame({ children }: { children: ComponentChildren }) {
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
          {meta.pages.pages?.['help'] && (
            <a class="who__help" href={href(session ? `help/${session.acting.role}` : 'help')} aria-current={here === 'help' ? 'page' : undefined}>
              {t('page.help')}
            </a>
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
      void get<Session | null>('/api/v1/session/reader')
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
