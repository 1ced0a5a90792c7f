// What several items of a kind are called: the server's titles name one.
import type { Key } from '../i18n';

export const severalKinds: Record<string, Key> = {
  action_plan: 'kinds.actionPlans',
  commitment: 'kinds.commitments',
  memorandum: 'kinds.memoranda',
  problem_report: 'kinds.problemReports',
  round: 'kinds.rounds',
};
