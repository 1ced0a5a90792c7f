// What is wrong with a form, at the top of its page, with links to its fields.
import { useEffect, useRef } from 'preact/hooks';
import type { FieldError } from '../api';
import { t } from '../i18n';
import { fieldId } from './control';

export function ErrorSummary({ errors, general }: { errors: FieldError[]; general?: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  const any = errors.length > 0 || !!general;
  useEffect(() => {
    if (any) box.current?.focus();
  }, [errors, general, any]);
  if (!any) return null;
  const go = (event: MouseEvent, pointer: string) => {
    event.preventDefault();
    focusField(pointer);
  };
  return (
    <div class="govuk-error-summary" ref={box} tabIndex={-1}>
      <div role="alert">
        <h2 class="govuk-error-summary__title">{t('error.summary')}</h2>
        <div class="govuk-error-summary__body">
          {general && <p>{general}</p>}
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map(({ pointer, detail }) => (
              <li key={pointer + detail}>
                <a href={`#${fieldId(pointer)}`} onClick={(event) => go(event, pointer)}>
                  {detail}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

// To the field, or to the nearest one around it: an error may point at a member that has no field of its own.
function focusField(pointer: string): void {
  for (let path = pointer; path; path = path.slice(0, path.lastIndexOf('/'))) {
    const element = document.getElementById(fieldId(path));
    if (!element) continue;
    const target = element.matches('input,select,textarea') ? element : element.querySelector<HTMLElement>('input,select,textarea,button');
    (target ?? element).focus();
    element.scrollIntoView({ block: 'center' });
    return;
  }
}
