// The draft of a form that the server keeps while somebody writes.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Fields, getOrNull, request } from '../api';
import { clock } from '../dates';
import { t } from '../i18n';

export interface Draft {
  value: Fields;
  change: (value: Fields) => void;
  // Shows other values without counting as typing.
  adopt: (value: Fields) => void;
  saved: string;
  restored: boolean;
  // True when somebody has typed and it has not been sent.
  touched: boolean;
  discard: () => Promise<void>;
  ready: boolean;
}

// A form's value, kept on the server a second after the last keystroke and when the page is left.
export function useDraft(key: string | null, initial: Fields | null): Draft {
  const [value, setValue] = useState<Fields>(initial ?? {});
  const [ready, setReady] = useState(false);
  const [saved, setSaved] = useState('');
  const [restored, setRestored] = useState(false);
  const [touched, setTouched] = useState(false);
  const latest = useRef<Fields>(value);
  const unsaved = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const address = key === null ? null : `/api/v1/drafts/${encodeURIComponent(key)}`;

  useEffect(() => {
    if (initial === null || ready) return;
    const begin = (draft: Fields | null) => {
      const first = draft ? { ...initial, ...draft } : initial;
      latest.current = first;
      setValue(first);
      setRestored(!!draft);
      setTouched(!!draft);
      setReady(true);
    };
    if (!address) begin(null);
    else getOrNull<Fields>(address).then(begin, () => begin(null));
  }, [initial === null, address]);

  const save = (keepalive: boolean) => {
    if (!unsaved.current || !address) return;
    unsaved.current = false;
    request('PUT', address, latest.current, { keepalive }).then(
      () => setSaved(t('form.saved', { time: clock(Date.now()) })),
      () => {
        unsaved.current = true;
        setSaved(t('form.notSaved'));
      },
    );
  };
  useEffect(() => {
    const leave = () => save(true);
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, [address]);

  return {
    value,
    saved,
    restored,
    touched,
    ready,
    change: (next) => {
      latest.current = next;
      setValue(next);
      setTouched(true);
      unsaved.current = true;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => save(false), 1000);
    },
    adopt: (next) => {
      latest.current = next;
      setValue(next);
    },
    discard: async () => {
      clearTimeout(timer.current);
      unsaved.current = false;
      setTouched(false);
      if (address) await request('DELETE', address).catch(() => undefined);
    },
  };
}

export function DraftStatus({ draft }: { draft: Draft }) {
  return (
    <p class="govuk-hint" role="status" aria-live="polite">
      {draft.saved || (draft.restored ? t('form.restored') : '')}
    </p>
  );
}
