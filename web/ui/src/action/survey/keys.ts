// Names of the catalogue that are chosen by a value.
import type { Key } from '../../i18n';
import type { Questionnaire } from './model';

export function stateKeyOf({ state, answering }: Questionnaire): Key {
  if (state === 'draft') return 'survey.state.draft';
  return answering === 'open' ? 'survey.state.open' : answering === 'closed' ? 'survey.state.closed' : 'survey.state.waiting';
}
export const fieldKeys = {
  title: 'survey.field.title',
  introduction: 'survey.field.introduction',
  text: 'survey.field.text',
  help: 'survey.field.help',
  low: 'survey.field.low',
  high: 'survey.field.high',
} as const;

export const kindKeys = {
  one: 'survey.kind.one',
  many: 'survey.kind.many',
  scale: 'survey.kind.scale',
  text: 'survey.kind.text',
} as const;

export const flagKeys = {
  required: 'survey.flag.required',
  confidential: 'survey.flag.confidential',
  long: 'survey.flag.long',
} as const;

export const draftKeys = {
  saving: 'survey.draft.saving',
  saved: 'survey.draft.saved',
  failed: 'survey.draft.failed',
  elsewhere: 'survey.draft.elsewhere',
} as const;
