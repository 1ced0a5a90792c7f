// The answers as files: out, and in what came on paper.
import { t } from '../../i18n';
import type { Body, Questionnaire } from './model';

export function ResponseFiles(_: { questionnaire: Questionnaire & { body: Body }; changed: () => void }) {
  return <span hidden>{t('colon')}</span>;
}
