// One WebSocket a page tells it what has changed. Messages are numbered; after a break the client says the last
// number it has seen and gets what it missed. The number is kept for the tab, so that a change which falls between
// two pages is told to the second. A page that nobody sees has no stream: somebody's many tabs cost the server one.
export interface LiveMessage {
  seq: number;
  kind: string;
  id: string;
  type: string;
  version: number;
  state: unknown;
  at: string;
}

export type LiveStatus = 'connecting' | 'online' | 'offline';

const storageKey = 'yellowsea.live.seq';
const listeners = new Set<(message: LiveMessage) => void>();
const resyncListeners = new Set<() => void>();
const statusListeners = new Set<(status: LiveStatus) => void>();
let status: LiveStatus = 'connecting';
let last: number | null = readLast();
let attempt = 0;
// Whether changes may have been missed since data were read.
let gap = false;
let becomeReady: () => void = () => undefined;

// Data that are read after this can miss no change; it comes soon even if the server has no live stream.
export const ready = new Promise<void>((resolve) => {
  becomeReady = resolve;
  setTimeout(resolve, 700);
});

function readLast(): number | null {
  try {
    const text = sessionStorage.getItem(storageKey);
    return text === null ? null : Number(text);
  } catch {
    return null;
  }
}

function setStatus(next: LiveStatus): void {
  if (next === status) return;
  status = next;
  statusListeners.forEach((listener) => listener(next));
}

export function liveStatus(): LiveStatus {
  return status;
}

export function onStatus(listener: (status: LiveStatus) => void): () => void {
  statusListeners.add(listener);
  return () => statusListeners.delete(listener);
}

export function onLive(listener: (message: LiveMessage) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Called when it is unknown what was missed.
export function onResync(listener: () => void): () => void {
  resyncListeners.add(listener);
  return () => resyncListeners.delete(listener);
}

function receive(text: string): void {
  let message: LiveMessage;
  try {
    message = JSON.parse(text) as LiveMessage;
  } catch {
    return;
  }
  if (typeof message.seq !== 'number') return;
  if (message.type === 'hello' || !message.kind) {
    // Its number is the stream's end. What was missed follows it with smaller numbers, so it replaces ours only
    // when there is none, or when a server restored from a backup counts from an earlier number again.
    if (last === null || message.seq < last) last = message.seq;
  } else {
    if (last !== null && message.seq <= last) return;
    last = message.seq;
    listeners.forEach((listener) => listener(message));
  }
  try {
    sessionStorage.setItem(storageKey, String(last));
  } catch {
    // A private window may forbid it: then only this page's own breaks are bridged.
  }
}

let socket: WebSocket | null = null;
let again: ReturnType<typeof setTimeout> | undefined;

// The browser knows first when the network goes and comes back: no need to wait for a silent socket, or a timer.
addEventListener('offline', () => {
  const dead = socket;
  socket = null;
  dead?.close();
  lost();
});
addEventListener('online', () => {
  attempt = 0;
  clearTimeout(again);
  if (status === 'offline') connect();
});

// Hidden, a page reads nothing; shown again, it catches up before anybody has looked twice.
document.addEventListener('visibilitychange', () => {
  clearTimeout(again);
  attempt = 0;
  if (!document.hidden) return connect();
  const unseen = socket;
  socket = null;
  gap = true;
  unseen?.close();
});

export function connect(): void {
  if (document.hidden) {
    gap = true;
    return becomeReady();
  }
  if (socket && socket.readyState <= WebSocket.OPEN) return;
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`;
  const opened = new WebSocket(address);
  socket = opened;
  opened.onopen = () => {
    attempt = 0;
    // From here on the server tells every change. After a break with no number to go on from, all is read again.
    if (gap && last === null) resyncListeners.forEach((listener) => listener());
    gap = false;
    setStatus('online');
    becomeReady();
    opened.send(JSON.stringify(last === null ? { subscribe: {} } : { subscribe: {}, since: last }));
  };
  opened.onmessage = (event) => receive(String(event.data));
  opened.onclose = () => {
    if (socket !== opened) return;
    socket = null;
    lost();
  };
}

function lost(): void {
  becomeReady();
  gap = true;
  setStatus('offline');
  attempt += 1;
  const wait = Math.min(30_000, 500 * 2 ** attempt) * (0.75 + Math.random() / 2);
  clearTimeout(again);
  again = setTimeout(connect, wait);
}
