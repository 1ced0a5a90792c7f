// Checks a receipt in the reader's own browser and says what it proves, and what it does not.
import { useState } from 'preact/hooks';
import { get } from '../api';
import { Page, Pending, main, useApp, useLoaded } from '../app';
import * as dates from '../dates';
import { type Key, joinList, t } from '../i18n';
import { type Outcome, type Proved, type Why, checkReceipt } from '../proof/receipt';
import { type Log, Witnesses, ofEachCountry, witnessName } from '../proof/witnesses';

const reasons: Record<Why, Key> = {
  malformed: 'verify.why.malformed',
  key: 'verify.why.key',
  signature: 'verify.why.signature',
  origin: 'verify.why.origin',
  inclusion: 'verify.why.inclusion',
  event: 'verify.why.event',
  text: 'verify.why.text',
  unsupported: 'verify.why.unsupported',
};

const longest = 4 * 1024 * 1024;

function VerifyPage() {
  const log = useLoaded(() => get<Log>('/api/v1/ledger'), []);
  if (!log.value) return <Pending error={log.error} />;
  return <Form log={log.value} />;
}

function Form({ log }: { log: Log }) {
  const ours = log.vkey;
  const [vkey, setVkey] = useState(ours);
  const [file, setFile] = useState<File | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const check = async () => {
    if (!file) return;
    setOutcome(file.size > longest ? { why: 'malformed' } : await checkReceipt(await file.text(), vkey, log.witnesses.map((witness) => witness.vkey)));
  };
  return (
    <Page title={t('page.verify')}>
      <p class="govuk-body-l">{t('verify.lead')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="receipt">
            {t('verify.file')}
          </label>
          <input
            class="govuk-file-upload"
            id="receipt"
            type="file"
            accept=".json,application/json"
            required
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0] ?? null);
              setOutcome(null);
            }}
          />
        </div>
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="vkey">
            {t('verify.key')}
          </label>
          <div class="govuk-hint" id="vkey-hint">
            {t('verify.keyHint')}
          </div>
          <input
            class="govuk-input id"
            id="vkey"
            type="text"
            spellcheck={false}
            autocomplete="off"
            required
            aria-describedby="vkey-hint"
            value={vkey}
            onInput={(event) => {
              setVkey(event.currentTarget.value);
              setOutcome(null);
            }}
          />
        </div>
        <button type="submit" class="govuk-button">
          {t('verify.check')}
        </button>
      </form>
      <div role="status">{outcome && <Answer outcome={outcome} ownKey={vkey.trim() === ours} log={log} />}</div>
      <Witnesses log={log} />
    </Page>
  );
}

function Answer({ outcome, ownKey, log }: { outcome: Outcome; ownKey: boolean; log: Log }) {
  if ('proved' in outcome) return <Good proved={outcome.proved} ownKey={ownKey} log={log} />;
  return (
    <div class="govuk-inset-text" data-outcome={outcome.why}>
      <h2 class="govuk-heading-m">{t(outcome.why === 'unsupported' ? 'verify.notChecked' : 'verify.bad')}</h2>
      <p class="govuk-body">{t(reasons[outcome.why])}</p>
    </div>
  );
}

function Good({ proved, ownKey, log }: { proved: Proved; ownKey: boolean; log: Log }) {
  const app = useApp();
  const { titles } = app;
  const seenBy = log.witnesses.filter(({ name }) => proved.witnesses.some((each) => each.name === name));
  const kind = titles.kind(proved.kind);
  return (
    <div class="govuk-inset-text" data-outcome="proved">
      <h2 class="govuk-heading-m">{t('verify.good')}</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>
          {t('verify.provedEvent', {
            kind: kind ? titles.kindTitle(kind) : proved.kind,
            id: proved.id,
            version: proved.version,
            event: !proved.type ? t('history.timer') : kind ? titles.event(kind, proved.type) : proved.type,
            time: dates.instant(proved.at),
            recorded: dates.instant(proved.recordedAt),
          })}
        </li>
        <li>{t('verify.provedPlace', { number: proved.index + 1, size: proved.size, log: proved.origin })}</li>
        <li>{t('verify.provedUnchanged')}</li>
        {seenBy.length > 0 && (
          <li data-witnessed={seenBy.length}>
            {t('verify.provedWitnessed', { names: joinList(seenBy.map((witness) => witnessName(app, witness))) })}
            {ofEachCountry(app, seenBy) && ` ${t('witness.ofEachCountry')}`}
          </li>
        )}
      </ul>
      <h3 class="govuk-heading-s">{t('verify.notProved')}</h3>
      <ul class="govuk-list govuk-list--bullet">
        <li>{t('verify.notTrue')}</li>
        {proved.others.length > 0 && <li>{t('verify.notOthers', { names: proved.others.join(', ') })}</li>}
        {proved.others.length === 0 && seenBy.length === 0 && <li>{t('verify.notSplit')}</li>}
        {ownKey && <li>{t('verify.notKey')}</li>}
      </ul>
      <p class="govuk-body-s id">{t('verify.root', { root: proved.root })}</p>
    </div>
  );
}

main(<VerifyPage />);
