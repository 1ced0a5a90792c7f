// The answers as files: out, and in what came on paper.
import { t } from '../../i18n';
import type { Questionnaire } from './model';
import { Upload } from './upload';

export function ResponseFiles({ questionnaire, changed }: { questionnaire: Questionnaire; changed: () => void }) {
  const of = `?questionnaire=${questionnaire.id}`;
  return (
    <>
      <h2 class="govuk-heading-m">{t('files.responses')}</h2>
      <p class="govuk-body">{t('files.responsesLead')}</p>
      <Downloads name="responses" query={of} />
      <Templates name="responses-template" query={of} />
      <Upload id="paper" path={`/api/v1/survey-files/responses${of}`} would="files.wouldBring" done="files.brought" changed={changed} />
    </>
  );
}

const formats = ['CSV', 'XLSX'];

export function Downloads({ name, query }: { name: string; query: string }) {
  return (
    <ul class="govuk-list">
      {formats.map((format) => (
        <li key={format}>
          <a class="govuk-link" download href={`/api/v1/survey-files/${name}.${format.toLowerCase()}${query}`}>
            {t('files.exportAs', { format })}
          </a>
        </li>
      ))}
    </ul>
  );
}

export function Templates({ name, query }: { name: string; query: string }) {
  return (
    <ul class="govuk-list">
      {formats.map((format) => (
        <li key={format}>
          <a class="govuk-link" download href={`/api/v1/survey-files/${name}.${format.toLowerCase()}${query}`}>
            {t('files.templateAs', { format })}
          </a>
        </li>
      ))}
    </ul>
  );
}
