// What the pages about accounts and access share.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError, type FieldError, type RoleIn } from '../api';
import { useApp } from '../app';
import * as dates from '../dates';
import { t } from '../i18n';

export interface Outcome {
  errors: FieldError[];
  general: string | null;
  busy: boolean;
  // Runs it; true if it went well.
  run: (work: () => Promise<unknown>) => Promise<boolean>;
  say: (errors: FieldError[]) => void;
}

export function useOutcome(): Outcome {
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>) => {
    if (busy) return false;
    setBusy(true);
    setErrors([]);
    setGeneral(null);
    try {
      await work();
      return true;
    } catch (error) {
      const wrong = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      setErrors(wrong);
      if (!wrong.length) setGeneral(error instanceof ApiError ? error.message : t('error.offlineKept'));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const say = (wrong: FieldError[]) => {
    setErrors(wrong);
    setGeneral(null);
  };
  return { errors, general, busy, run, say };
}

export function Time({ at }: { at: string }) {
  return <time dateTime={at}>{dates.instant(at)}</time>;
}

export function SmallButton(props: { onClick: () => void; name: string; children: ComponentChildren; about?: string }) {
  return (
    <button type="button" class="govuk-button govuk-button--secondary small-button" data-does={props.name} onClick={props.onClick}>
      {props.children}
      {props.about && <span class="govuk-visually-hidden"> {props.about}</span>}
    </button>
  );
}

// Every role that there is, for every organisation that may have it.
export function useRoles(): RoleIn[] {
  const { meta } = useApp();
  return meta.roles.flatMap((role) =>
    meta.organisations.filter(({ kind }) => !role.organisations || kind === role.organisations).map(({ id }) => ({ role: role.id, organisation: id })),
  );
}

export function sameRole(one: RoleIn, other: RoleIn): boolean {
  return one.role === other.role && one.organisation === other.organisation;
}

// Roles, one below the other, each to take away; and one more to add.
export function RolesInput(props: { value: RoleIn[]; onChange: (roles: RoleIn[]) => void; id: string; error?: string }) {
  const { titles } = useApp();
  const offered = useRoles().filter((each) => !props.value.some((role) => sameRole(role, each)));
  return (
    <div class={`govuk-form-group${props.error ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" id={props.id} tabIndex={-1}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{t('access.roles')}</legend>
        {props.error && (
          <p class="govuk-error-message">
            <span class="govuk-visually-hidden">{t('error.prefix')}</span> {props.error}
          </p>
        )}
        {props.value.length > 0 && (
          <ul class="govuk-list">
            {props.value.map((role) => (
              <li key={`${role.role}@${role.organisation}`}>
                {titles.actor(role)}{' '}
                <button type="button" class="link-button" onClick={() => props.onChange(props.value.filter((each) => !sameRole(each, role)))}>
                  {t('access.takeRole')}
                  <span class="govuk-visually-hidden"> {titles.actor(role)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <label class="govuk-label" for={`${props.id}-add`}>
          {t('access.addRole')}
        </label>
        <select
          class="govuk-select"
          id={`${props.id}-add`}
          value=""
          onChange={(event) => {
            const role = offered[Number(event.currentTarget.value)];
            if (role) props.onChange([...props.value, role]);
            event.currentTarget.value = '';
          }}
        >
          <option value="">{t('form.choose')}</option>
          {offered.map((role, at) => (
            <option key={`${role.role}@${role.organisation}`} value={String(at)}>
              {titles.actor(role)}
            </option>
          ))}
        </select>
      </fieldset>
    </div>
  );
}
