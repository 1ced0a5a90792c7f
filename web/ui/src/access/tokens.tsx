// Tokens of the person's own, for programs that use the API in the role that the person acts in.
import { useState } from 'preact/hooks';
import { type RoleIn, get, request } from '../api';
import { announce, roleTitle, useApp, useLoaded } from '../app';
import { ErrorSummary } from '../form';
import { joinList, t } from '../i18n';
import { PlainField } from '../plain-field';
import { SmallButton, Time, useOutcome } from './common';

interface Token extends RoleIn {
  id: number;
  name: string;
  read_only: boolean;
  kinds: string[];
  expires_at: string | null;
  token?: string;
}

// How many days a token may be good for.
const lives = [7, 30, 90, 365];

export function Tokens() {
  const app = useApp();
  const { titles } = app;
  const outcome = useOutcome();
  const loaded = useLoaded(() => get<{ items: Token[] }>('/api/v1/tokens'));
  const [made, setMade] = useState<Token | null>(null);
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const [scope, setScope] = useState('read');
  const submit = (press: Event) => {
    press.preventDefault();
    void outcome.run(async () => {
      const kinds = scope === 'read' || scope === 'all' ? [] : [scope];
      setMade(await request('POST', '/api/v1/tokens', { name, days, read_only: scope === 'read', kinds }));
      setName('');
      loaded.reload();
      announce(t('tokens.made'));
    });
  };
  const revoke = (id: number) =>
    void outcome.run(async () => {
      await request('DELETE', `/api/v1/tokens/${id}`);
      loaded.reload();
      announce(t('tokens.revoked'));
    });
  const scopeTitle = (token: Token) =>
    token.read_only
      ? t('tokens.readOnly')
      : token.kinds.length
        ? t('tokens.writes', { kinds: joinList(token.kinds.map((id) => (titles.kind(id) ? titles.kindsTitle(titles.kind(id)!) : id))) })
        : t('tokens.all');
  return (
    <section class="narrow">
      <h2 class="govuk-heading-m">{t('tokens.title')}</h2>
      <p class="govuk-body">{t('tokens.why')}</p>
      <ErrorSummary errors={outcome.errors} general={outcome.general} />
      {made?.token && (
        <div class="govuk-inset-text">
          <p>{t('tokens.once')}</p>
          <p>
            <code class="breaks" data-token>
              {made.token}
            </code>
          </p>
        </div>
      )}
      <ul class="cards">
        {(loaded.value?.items ?? []).map((token) => (
          <li class="card" key={token.id} data-token-id={token.id}>
            <div class="card__text">
              {token.name}
              <span class="id">
                {roleTitle(app, token)} · {scopeTitle(token)}
                {token.expires_at && (
                  <>
                    {' · '}
                    {t('tokens.until')} <Time at={token.expires_at} />
                  </>
                )}
              </span>
            </div>
            <SmallButton name="revoke-token" about={token.name} onClick={() => revoke(token.id)}>
              {t('tokens.revoke')}
            </SmallButton>
          </li>
        ))}
      </ul>
      <form method="post" noValidate onSubmit={submit}>
        <PlainField pointer="/name" label={t('tokens.name')} autoComplete="off" value={name} errors={outcome.errors} onInput={setName} />
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="token-scope">
            {t('tokens.scope')}
          </label>
          <select class="govuk-select" id="token-scope" value={scope} onChange={(event) => setScope(event.currentTarget.value)}>
            <option value="read">{t('tokens.readOnly')}</option>
            {app.meta.kinds.map((kind) => (
              <option key={kind.id} value={kind.id}>
                {t('tokens.writes', { kinds: titles.kindsTitle(kind) })}
              </option>
            ))}
            <option value="all">{t('tokens.all')}</option>
          </select>
        </div>
        <div class="govuk-form-group">
          <label class="govuk-label govuk-label--s" for="token-days">
            {t('tokens.days')}
          </label>
          <select class="govuk-select" id="token-days" value={String(days)} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            {lives.map((each) => (
              <option key={each} value={String(each)}>
                {t('tokens.dayCount', { count: each })}
              </option>
            ))}
          </select>
        </div>
        <button class="govuk-button" type="submit" data-does="make-token">
          {t('tokens.make')}
        </button>
      </form>
    </section>
  );
}
