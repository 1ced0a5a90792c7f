// A person's name, with those of the same organisation to choose from; whoever is away is named with who stands in.
import { useEffect, useState } from 'preact/hooks';
import { AwayNote, type StandIns, awayToday, standIns } from '../stand-ins';
import { type ControlProps, aria } from './control';

export function ColleagueInput(props: ControlProps) {
  const { onChange, id, error } = props;
  const [known, setKnown] = useState<StandIns | null>(null);
  // Without the list it is a line to type in.
  useEffect(() => void standIns().then(setKnown, () => undefined), []);
  const text = String(props.value ?? '');
  const away = known && awayToday(known.items, text);
  return (
    <>
      <input
        class={`govuk-input${error ? ' govuk-input--error' : ''}`}
        id={id}
        list={`${id}-colleagues`}
        autoComplete="off"
        value={text}
        onInput={(event) => onChange(event.currentTarget.value)}
        {...aria(props)}
      />
      <datalist id={`${id}-colleagues`}>
        {known?.colleagues.map(({ user, name }) => (
          <option key={user} value={name} />
        ))}
      </datalist>
      <div class="govuk-hint" aria-live="polite">
        {away && <AwayNote away={away} />}
      </div>
    </>
  );
}
