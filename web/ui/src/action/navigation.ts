// Which pages each role sees in the header.
import type { Key } from '../i18n';

interface Entry {
  path: string;
  title: Key;
}

const register: Entry = { path: 'register', title: 'nav.register' };
const board: Entry = { path: 'board', title: 'nav.board' };
const dashboard: Entry = { path: 'dashboard', title: 'nav.dashboard' };
const coverage: Entry = { path: 'coverage', title: 'nav.coverage' };
const report: Entry = { path: 'report', title: 'nav.report' };

const byRole: Record<string, Entry[]> = {
  chamber: [report, coverage, register],
  city_officer: [board, coverage, register],
  mayor_office: [dashboard, board, coverage, register],
  secretariat: [coverage, dashboard, register],
  evaluator: [dashboard, register],
};

export function navigation(role: string | null): Entry[] {
  return (role && byRole[role]) || [register];
}
