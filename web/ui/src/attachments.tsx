// Files: chosen or dropped into a form, uploaded at once and named there as "sha256:HEX". An address or another reference
// may be typed instead.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type FileInfo, type Problem, csrf } from './api';
import { announce } from './app';
import { details } from './attachment-link';
import { isFile, rememberFiles, useFiles } from './files';
import { type ControlProps, fieldId } from './form/control';
import { type Key, number, t } from './i18n';

interface Upload {
  key: number;
  name: string;
  done: number;
  error?: string;
  request?: XMLHttpRequest;
}

const messages: Record<string, Key> = {
  file_type: 'attachment.wrongType',
  file_ending: 'attachment.wrongEnding',
  file_macros: 'attachment.macros',
  empty_file: 'attachment.empty',
  file_name: 'attachment.wrongName',
  attachment_quota: 'attachment.quota',
  uploads_at_once: 'attachment.quota',
  erased: 'attachment.erasedOnce',
};

function messageOf(status: number, text: string): string {
  if (status === 0) return t('attachment.offline');
  if (status === 413) return t('attachment.tooLarge');
  if (status === 401) return t('attachment.signIn');
  let problem: Problem = {};
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    // The sentence below says enough.
  }
  return t(messages[problem.rule ?? ''] ?? 'attachment.failed');
}

function send(file: File, progress: (share: number) => void, done: (status: number, text: string) => void): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open('POST', `/api/v1/attachments?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('Accept-Language', document.documentElement.lang);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.setRequestHeader('X-CSRF-Token', csrf());
  request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
  request.onloadend = () => done(request.status, request.responseText);
  request.send(file);
  return request;
}

const most = 20 * 1024 * 1024;

export function AttachmentsInput(props: ControlProps) {
  const { id, pointer, schema, errors } = props;
  const box = useRef<HTMLDivElement>(null);
  const values = Array.isArray(props.value) ? props.value.map(String).filter((each) => each !== '') : [];
  const latest = useRef(values);
  latest.current = values;
  const counter = useRef(0);
  const infoOf = useFiles(values);
  const labelOf = (value: string) => (isFile(value) ? (infoOf(value)?.name ?? t('attachment.file', { hash: value.slice(7, 19) })) : value);
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [typed, setTyped] = useState('');
  const [over, setOver] = useState(false);
  const [waits, setWaits] = useState(false);
  const busy = uploads.some((each) => !each.error);
  const full = values.length + uploads.length >= (schema.maxItems ?? Infinity);

  const change = (next: string[]) => {
    latest.current = next;
    props.onChange(next);
  };
  const update = (key: number, part: Partial<Upload> | null) =>
    setUploads((all) => (part ? all.map((each) => (each.key === key ? { ...each, ...part } : each)) : all.filter((each) => each.key !== key)));

  // Whoever sends the form meanwhile would lose the file: the form waits.
  useEffect(() => {
    const form = box.current?.closest('form');
    const hold = (event: Event) => {
      if (!busy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      setWaits(true);
      announce(t('attachment.wait'));
    };
    form?.addEventListener('submit', hold, true);
    if (!busy) setWaits(false);
    return () => form?.removeEventListener('submit', hold, true);
  }, [busy]);

  const take = (files: FileList | null | undefined) => {
    for (const file of Array.from(files ?? [])) {
      const key = ++counter.current;
      const upload: Upload = { key, name: file.name, done: 0 };
      if (file.size > most) {
        setUploads((all) => [...all, { ...upload, error: t('attachment.tooLarge') }]);
        continue;
      }
      upload.request = send(
        file,
        (done) => update(key, { done }),
        (status, text) => {
          if (status !== 201) {
            update(key, { error: messageOf(status, text) });
            announce(`${file.name}: ${messageOf(status, text)}`);
            return;
          }
          const kept = JSON.parse(text) as FileInfo & { reference: string };
          rememberFiles({ [kept.reference]: kept });
          update(key, null);
          if (!latest.current.includes(kept.reference)) change([...latest.current, kept.reference]);
          announce(t('attachment.added', { name: file.name }));
        },
      );
      setUploads((all) => [...all, upload]);
    }
  };
  const add = () => {
    const text = typed.trim();
    if (text && !latest.current.includes(text)) change([...latest.current, text]);
    setTyped('');
  };
  const remove = (index: number) => {
    announce(t('attachment.removed', { name: labelOf(latest.current[index] ?? '') }));
    change(latest.current.filter((_, at) => at !== index));
    document.getElementById(`${id}-file`)?.focus();
  };

  return (
    <div ref={box}>
      <ul class="govuk-list attachments">
        {values.map((value, index) => {
          const error = errors.find((each) => each.pointer === `${pointer}/${index}`)?.detail;
          const info = infoOf(value);
          return (
            <li key={value} id={fieldId(`${pointer}/${index}`)} tabIndex={-1}>
              <span class="attachments__name">
                {labelOf(value)} {info && <span class="secondary">({details(info)})</span>}
                {error && <span class="govuk-error-message">{t('attachment.unknown')}</span>}
              </span>
              <button type="button" class="link-button" onClick={() => remove(index)}>
                {t('attachment.remove')}
                <span class="govuk-visually-hidden"> {labelOf(value)}</span>
              </button>
            </li>
          );
        })}
        {uploads.map((upload) => (
          <li key={upload.key}>
            <span class="attachments__name">
              {upload.name}
              {upload.error ? (
                <span class="govuk-error-message">{upload.error}</span>
              ) : (
                <progress max={1} value={upload.done} aria-label={t('attachment.uploading', { name: upload.name })} />
              )}
            </span>
            <button
              type="button"
              class="link-button"
              onClick={() => {
                if (upload.request) upload.request.onloadend = null;
                upload.request?.abort();
                update(upload.key, null);
              }}
            >
              {t('attachment.remove')}
              <span class="govuk-visually-hidden"> {upload.name}</span>
            </button>
          </li>
        ))}
      </ul>
      {waits && <p class="govuk-error-message">{t('attachment.wait')}</p>}
      {!full && (
        <div
          class={`drop${over ? ' drop--over' : ''}`}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            take(event.dataTransfer?.files);
          }}
        >
          <label class="govuk-label" for={`${id}-file`}>
            {t('attachment.choose')}
          </label>
          <p class="govuk-hint" id={`${id}-kinds`}>
            {t('attachment.kinds', { megabytes: number(20) })}
          </p>
          <input
            id={`${id}-file`}
            type="file"
            multiple
            aria-describedby={`${id}-kinds`}
            accept=".pdf,.png,.jpg,.jpeg,.webp,.txt,.md,.csv,.docx,.xlsx,.pptx,.odt,.ods,.odp,.hwp,.hwpx"
            onChange={(event) => {
              take(event.currentTarget.files);
              event.currentTarget.value = '';
            }}
          />
        </div>
      )}
      {!full && (
        <div class="attachments__typed">
          <label class="govuk-label" for={`${id}-typed`}>
            {t('attachment.typed')}
          </label>
          <input
            class="govuk-input"
            id={`${id}-typed`}
            type="text"
            maxLength={schema.items?.maxLength ?? 500}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
        </div>
      )}
    </div>
  );
}
