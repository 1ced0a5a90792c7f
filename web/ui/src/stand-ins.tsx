// Who stands in for whom at the person's organisation: asked once a page, for everything on it that names somebody.
import { get } from './api';
import * as dates from './dates';
import { t } from './i18n';

export interface Colleague {
  user: string;
  name: string;
}

export interface StandIn {
  person: Colleague;
  role: string;
  stand_in: Colleague;
  from: string;
  until: string;
  // Whether it holds today, where the organisation is.
  now: boolean;
}

export interface StandIns {
  own: StandIn | null;
  items: StandIn[];
  standing_in: { role: string; organisation: string }[];
  colleagues: (Colleague & { roles: string[] })[];
}

let asked: Promise<StandIns> | undefined;

export function standIns(): Promise<StandIns> {
  return (asked ??= get<StandIns>('/api/v1/stand-ins'));
}

// Whoever is meant by a name or user name that somebody wrote, and is away today.
export function awayToday(all: StandIn[], written: string): StandIn | undefined {
  const same = (text: string) => text.trim().toLowerCase() === written.trim().toLowerCase();
  return all.find(({ now, person }) => now && (same(person.user) || same(person.name)));
}

export function AwayNote({ away }: { away: StandIn }) {
  return (
    <span class="secondary" data-stand-in={away.stand_in.user}>
      {t('standIn.away', { until: dates.date(away.until), name: away.stand_in.name })}
    </span>
  );
}
