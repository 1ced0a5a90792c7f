// Somebody in charge, by name; while they are away, who stands in.
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app';
import { textLanguage } from '../i18n';
import { AwayNote, type StandIn, awayToday, standIns } from '../stand-ins';

export function ColleagueName({ name }: { name: string }) {
  const { session } = useApp();
  const [away, setAway] = useState<StandIn | undefined>();
  useEffect(() => {
    if (session) void standIns().then(({ items }) => setAway(awayToday(items, name)), () => undefined);
  }, [session, name]);
  return (
    <>
      <span class="user-text" lang={textLanguage(name)}>
        {name}
      </span>
      {away && (
        <>
          <br />
          <AwayNote away={away} />
        </>
      )}
    </>
  );
}
