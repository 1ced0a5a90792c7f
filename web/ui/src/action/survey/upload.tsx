// A file that is looked at before it is imported: every row with what it would make, or what is wrong with it.
import { useRef, useState } from 'preact/hooks';
import { ApiError, request } from '../../api';
import { ErrorSummary, fieldId } from '../../form';
import { type Key, t } from '../../i18n';
import { refusal } from '../../view';

const maxBytes = 256 * 1024;

export interface ImportOutcome {
  rows: { line: number; what: string; id: string | null }[];
  errors: { line: number; column: string; rule: string; detail: string }[];
  stored: boolean;
}

const rules: Record<string, Key> = {
  required: 'files.rule.required',
  unknown_organisation: 'files.rule.unknown_organisation',
  not_a_member: 'files.rule.not_a_member',
  other_organisation: 'files.rule.other_organisation',
  duplicate: 'files.rule.duplicate',
  exists: 'files.rule.exists',
  dependent_required: 'files.rule.required',
  type: 'files.rule.type',
  multiple_of: 'files.rule.type',
  enum: 'files.rule.enum',
  unknown_option: 'files.rule.enum',
  minimum: 'files.rule.range',
  maximum: 'files.rule.range',
  exclusive_minimum: 'files.rule.range',
  exclusive_maximum: 'files.rule.range',
  max_length: 'files.rule.max_length',
  unknown_column: 'files.rule.unknown_column',
  missing_column: 'files.rule.missing_column',
  too_many_cells: 'files.rule.cells',
  too_few_cells: 'files.rule.cells',
  empty: 'files.rule.empty',
};

export function Upload(props: { id: string; path: string; would: Key; done: Key; changed?: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const pointer = `/${props.id}`;
  const id = fieldId(pointer);
  const send = async (preview: boolean) => {
    if (busy) return;
    setWrong(null);
    if (!file) return setWrong(t('files.choose'));
    if (file.size > maxBytes) return setWrong(t('files.tooLarge'));
    setBusy(true);
    try {
      const next = await request<ImportOutcome>('POST', `${props.path}&preview=${preview}`, {}, { file, headers: { 'Content-Type': 'application/octet-stream' } });
      setOutcome(next);
      if (next.stored) {
        setFile(null);
        if (input.current) input.current.value = '';
        props.changed?.();
      }
    } catch (error) {
      setOutcome(null);
      setWrong(error instanceof ApiError && (error.status === 415 || error.status === 400) ? t('files.rule.file', { detail: error.message }) : refusal(error));
    } finally {
      setBusy(false);
    }
  };
  const fine = outcome !== null && !outcome.stored && outcome.errors.length === 0;
  return (
    <form method="post" noValidate onSubmit={(event) => (event.preventDefault(), void send(true))}>
      <ErrorSummary errors={wrong ? [{ pointer, detail: wrong }] : []} />
      <div class={`govuk-form-group${wrong ? ' govuk-form-group--error' : ''}`}>
        <label class="govuk-label govuk-label--s" for={id}>
          {t('files.file')}
        </label>
        {wrong && (
          <p class="govuk-error-message" id={`${id}-error`}>
            <span class="govuk-visually-hidden">{t('error.prefix')}</span> {wrong}
          </p>
        )}
        <input
          ref={input}
          class="govuk-input"
          type="file"
          id={id}
          accept=".csv,.xlsx"
          aria-describedby={wrong ? `${id}-error` : undefined}
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0] ?? null);
            setOutcome(null);
            setWrong(null);
          }}
        />
      </div>
      <button class="govuk-button govuk-button--secondary" type="submit" aria-disabled={busy ? true : undefined}>
        {t('files.preview')}
      </button>
      {outcome && (
        <div class="preview-rows" data-errors={outcome.errors.length} data-stored={outcome.stored}>
          <p class="govuk-body" role="status">
            {outcome.stored ? t(props.done, { count: outcome.rows.length }) : outcome.errors.length ? t('files.errors', { count: outcome.errors.length }) : t(props.would, { count: outcome.rows.length })}
          </p>
          {!outcome.stored && <Rows outcome={outcome} />}
          {fine && (
            <button class="govuk-button" type="button" onClick={() => void send(false)} aria-disabled={busy ? true : undefined}>
              {t('files.import')}
            </button>
          )}
        </div>
      )}
    </form>
  );
}

function Rows({ outcome }: { outcome: ImportOutcome }) {
  const lines = [...new Set([...outcome.rows.map(({ line }) => line), ...outcome.errors.map(({ line }) => line)])].sort((a, b) => a - b);
  const sentence = ({ column, rule, detail }: ImportOutcome['errors'][number]) => {
    const key = rules[rule];
    return `${column}${column ? t('colon') : ''}${key ? t(key) : t('files.rule.other', { detail })}`;
  };
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t('files.result')}>
      <table class="govuk-table">
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            <th scope="col" class="govuk-table__header">
              {t('files.row')}
            </th>
            <th scope="col" class="govuk-table__header">
              {t('files.what')}
            </th>
            <th scope="col" class="govuk-table__header">
              {t('files.result')}
            </th>
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          {lines.map((line) => {
            const errors = outcome.errors.filter((each) => each.line === line);
            const row = outcome.rows.find((each) => each.line === line);
            return (
              <tr class="govuk-table__row" key={line}>
                <th scope="row" class="govuk-table__header">
                  {line}
                </th>
                <td class="govuk-table__cell user-text">{row?.what}</td>
                <td class="govuk-table__cell">
                  {errors.length === 0 ? (
                    (row?.id ?? t('files.fine'))
                  ) : (
                    <ul class="govuk-list late">
                      {errors.map((each) => (
                        <li key={each.column + each.rule}>{sentence(each)}</li>
                      ))}
                    </ul>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
