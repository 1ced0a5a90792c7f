// What every part of a page may ask for: who is signed in, what the installation calls things, what changes, and the voice
// for people who don't see the screen change.
import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { asOf, pageThen } from './as-of';
import type { Meta, RoleIn, Session } from './api';
import { language } from './i18n';
import { type LiveMessage, onLive, onResync } from './live';
import type { Titles } from './titles';

export interface App {
  meta: Meta;
  session: Session | null;
  titles: Titles;
}

export const Context = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(Context);
  if (!app) throw new Error('used outside of main()');
  return app;
}

export function href(path: string): string {
  return pageThen(`/${language}/${path}`);
}

export function roleTitle(app: App, role: RoleIn): string {
  return app.titles.actor(role);
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

let announceNow: (text: string) => void = () => undefined;

// For people who don't see the screen change.
export function announce(text: string): void {
  announceNow(text);
}

export function Announcer() {
  const [text, setText] = useState('');
  announceNow = setText;
  return (
    <div class="govuk-visually-hidden" aria-live="polite" role="status">
      {text}
    </div>
  );
}
