// The form that makes a new item of a kind, from the kind's fields.
import { useRef, useState } from 'preact/hooks';
import { ApiError, type FieldError, type Fields, type Item, type Kind, randomKey, request } from './api';
import { leaveNote, useApp } from './app';
import { DraftStatus, ErrorSummary, ObjectFields, useDraft, validate } from './form';
import { pick, t } from './i18n';
import { prune } from './value';
import { fire, itemHref, refusal } from './view';

export function OpenForm(props: {
  kind: Kind;
  // The fields to ask for, in this order; all of the schema if left out.
  names?: string[];
  initial: Fields | null;
  // Fields the form sets and does not ask for.
  fixed?: Fields;
  draftKey: string;
  submitTitle: string;
  // An event to fire on the new item at once.
  then?: string;
  children?: preact.ComponentChildren;
}) {
  const app = useApp();
  const { kind } = props;
  const schema = kind.open?.data ?? kind.fields ?? {};
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [general, setGeneral] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(randomKey());
  const draft = useDraft(props.draftKey, props.initial);

  const submit = async (press: Event) => {
    press.preventDefault();
    if (busy) return;
    const fields = prune({ ...draft.value, ...props.fixed }) as Fields;
    const wrong = validate(asked(schema, props.names, props.fixed), fields, pick(kind.title, kind.id), '', true);
    setErrors(wrong);
    setGeneral(null);
    if (wrong.length) return;
    setBusy(true);
    let item: Item;
    try {
      item = await request<Item>('POST', `/api/v1/${kind.path}`, fields, { idempotencyKey: key.current });
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiError) key.current = randomKey();
      if (error instanceof ApiError && error.problem.errors?.length) {
        setErrors(error.problem.errors.map((each) => ({ ...each, pointer: each.pointer.replace(/^\/fields(?=\/)/, '') })));
      } else {
        setGeneral(refusal(error));
      }
      return;
    }
    await draft.discard();
    const title = app.titles.own(item) ?? item.id;
    leaveNote(t('new.done', { title }));
    if (props.then) {
      await fire(kind, item, props.then, undefined, randomKey()).then(
        () => leaveNote(t('item.doneOn', { event: app.titles.event(kind, props.then ?? ''), title })),
        // The item is there, as a draft: its page says what it still needs.
        (error: unknown) => leaveNote(t('new.doneBut', { title, detail: refusal(error) })),
      );
    }
    location.assign(itemHref(kind, item.id));
  };

  const hint = draft.value['language'];
  return (
    <>
      <ErrorSummary errors={errors} general={general} />
      {props.children}
      {draft.ready ? (
        <form method="post" noValidate onSubmit={(press) => void submit(press)}>
          <ObjectFields
            schema={schema}
            value={draft.value}
            onChange={draft.change}
            errors={errors}
            {...(props.names ? { names: props.names } : {})}
            textLang={typeof hint === 'string' ? hint : undefined}
          />
          <div class="govuk-button-group">
            <button class="govuk-button" type="submit" aria-disabled={busy ? true : undefined}>
              {props.submitTitle}
            </button>
            {draft.touched && (
              <button type="button" class="govuk-button govuk-button--secondary" onClick={() => void draft.discard().then(() => location.reload())}>
                {t('form.discard')}
              </button>
            )}
          </div>
          <DraftStatus draft={draft} />
        </form>
      ) : (
        <p class="govuk-body pending">{t('page.loading')}</p>
      )}
    </>
  );
}

// The schema of what the form asks for: a field it does not show can't be what somebody forgot.
function asked(schema: NonNullable<Kind['fields']>, names: string[] | undefined, fixed: Fields | undefined) {
  const shown = (name: string) => (names ? names.includes(name) : true) && !(fixed && name in fixed);
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name, each]) => shown(name) && !each.readOnly)),
  };
}
