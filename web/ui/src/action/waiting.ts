// What each role is waited for: items of a kind in a state, of its own organisation where `own` names the field.
import type { Key } from '../i18n';

export interface Waiting {
  title: Key;
  kind: string;
  state: string;
  own?: string;
}

export const waiting: Record<string, Waiting[]> = {
  chamber: [
    { title: 'start.answerQuestions', kind: 'problem_report', state: 'needs_information', own: 'chamber' },
    { title: 'start.submitDrafts', kind: 'problem_report', state: 'draft', own: 'chamber' },
    { title: 'start.answerPlans', kind: 'action_plan', state: 'consultation', own: 'chamber' },
    { title: 'start.verify', kind: 'commitment', state: 'delivery.awaiting_verification', own: 'chamber' },
  ],
  city_officer: [
    { title: 'start.takeOn', kind: 'action_plan', state: 'assigned', own: 'city' },
    { title: 'start.draftPlans', kind: 'action_plan', state: 'drafting', own: 'city' },
    { title: 'start.explore', kind: 'action_plan', state: 'exploring', own: 'city' },
    { title: 'start.begin', kind: 'commitment', state: 'delivery.pledged', own: 'city' },
    { title: 'start.report', kind: 'commitment', state: 'delivery.in_progress', own: 'city' },
  ],
  mayor_office: [
    { title: 'start.approve', kind: 'action_plan', state: 'mayor_review', own: 'city' },
    { title: 'start.sign', kind: 'memorandum', state: 'signing' },
  ],
  secretariat: [
    { title: 'start.triage', kind: 'problem_report', state: 'submitted' },
    { title: 'start.memoranda', kind: 'memorandum', state: 'drafting' },
    { title: 'start.force', kind: 'memorandum', state: 'signing' },
  ],
  evaluator: [{ title: 'start.decide', kind: 'commitment', state: 'delivery.awaiting_evaluation' }],
};
