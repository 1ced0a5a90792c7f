// The instant that the pages look back to, from their address (`as_of`): null for now. The address may say a day, as
// the date field does: its end on the reader's own calendar is meant, and put into the address, so that whoever is sent
// it sees the same.
function endOfDay(day: string): string | null {
  const at = new Date(`${day}T23:59:59`);
  if (Number.isNaN(at.getTime())) return null;
  const minutes = -at.getTimezoneOffset();
  const two = (value: number) => String(value).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${day}T23:59:59${offset}`;
}

function read(): string | null {
  const query = new URLSearchParams(location.search);
  const asked = query.get('as_of');
  if (asked === null) return null;
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(asked) ? endOfDay(asked) : asked;
  const time = instant ? new Date(instant).getTime() : Number.NaN;
  const past = instant !== null && !Number.isNaN(time) && time < Date.now() ? instant : null;
  if (past !== asked) {
    if (past) query.set('as_of', past);
    else query.delete('as_of');
    history.replaceState(null, '', `${location.pathname}${query.size ? `?${query.toString()}` : ''}${location.hash}`);
  }
  return past;
}

export const asOf = read();

function withAsOf(path: string): string {
  if (!asOf || /[?&]as_of=/.test(path)) return path;
  const [address = '', hash] = path.split('#');
  return `${address}${address.includes('?') ? '&' : '?'}as_of=${encodeURIComponent(asOf)}${hash === undefined ? '' : `#${hash}`}`;
}

// A link from a page that looks back leads to pages that do.
export const pageThen = withAsOf;

// What the server is asked for as it was then; who is signed in, and what waits for them, is always of now.
export function readingThen(path: string): string {
  return /^\/api\/v1\/(meta|session|notices|drafts)\b/.test(path) ? path : withAsOf(path);
}
