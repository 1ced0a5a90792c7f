// Every page of the demonstration, each as somebody who uses it.
import type { Page } from '@playwright/test';
import { type Item, api, expect } from './installation';

const city = 'kitakyushu';

async function firstId(page: Page, path: string): Promise<string> {
  const list = await api<{ items: Item[] }>(page, path);
  expect(list.items.length, `the demo has something at ${path}`).toBeGreaterThan(0);
  return encodeURIComponent((list.items[0] as Item).id);
}

export interface Visit {
  name: string;
  role: string | null;
  organisation?: string;
  path: (page: Page) => Promise<string> | string;
}

export const visits: Visit[] = [
  { name: 'sign-in', role: null, path: () => 'sign-in' },
  { name: 'first administrator', role: null, path: () => 'first-administrator#a-key' },
  { name: 'joining without a key', role: null, path: () => 'join' },
  { name: 'start, public', role: null, path: () => '' },
  { name: 'no such page', role: null, path: () => 'rounds/none' },
  { name: 'register', role: null, path: () => 'register?limit=8' },
  { name: 'commitment in the register', role: null, path: async (page) => `register/${await firstId(page, '/api/v1/commitments')}` },
  { name: 'commitment in the past', role: null, path: async (page) => `register/${await firstId(page, '/api/v1/commitments?round=2010')}?as_of=2011-12-01` },
  { name: 'receipts', role: null, path: () => 'verify' },
  { name: 'survey, by code', role: null, path: () => 'survey' },
  { name: 'round, public', role: null, path: async (page) => `rounds/${await firstId(page, '/api/v1/rounds')}` },
  { name: 'coverage, public', role: null, path: () => 'coverage?round=2022&gaps=true' },
  { name: 'coverage in the past', role: null, path: () => 'coverage?round=2010&as_of=2010-08-01' },
  { name: 'progress', role: null, path: () => 'progress' },
  { name: 'progress of one city, in the past', role: null, path: () => 'progress?round=2010&city=dalian&as_of=2012-03-01' },
  { name: 'memorandum as a document', role: null, path: () => 'memorandum/2010' },
  { name: 'memorandum with its reservations', role: null, path: () => 'memorandum/2022' },
  { name: 'report of the evaluation committee', role: null, path: () => 'committee-report/2022' },
  { name: 'help', role: null, path: () => 'help' },
  ...['public', 'chamber', 'city_officer', 'mayor_office', 'secretariat', 'evaluator', 'administrator'].map((role) => ({ name: `help, ${role}`, role: null, path: () => `help/${role}` })),
  { name: 'start, chamber', role: 'chamber', organisation: city, path: () => '' },
  { name: 'report form', role: 'chamber', organisation: city, path: () => 'report' },
  { name: 'reports by file', role: 'chamber', organisation: city, path: () => 'report-files' },
  { name: 'questionnaires', role: 'chamber', organisation: city, path: () => 'questionnaires' },
  { name: 'answers', role: 'chamber', organisation: city, path: async (page) => `questionnaires/${(await api<{ items: { id: string }[] }>(page, '/api/v1/questionnaires')).items[0]?.id}` },
  { name: 'start, city officer', role: 'city_officer', organisation: city, path: () => '' },
  { name: 'board', role: 'city_officer', organisation: city, path: () => 'board' },
  { name: 'board by department', role: 'city_officer', organisation: city, path: () => `board?by=${encodeURIComponent('measures/department')}` },
  { name: 'plan', role: 'city_officer', organisation: city, path: async (page) => `action-plans/${await firstId(page, `/api/v1/action-plans?city=${city}&tag=answered`)}` },
  { name: 'event form', role: 'city_officer', organisation: city, path: async (page) => `commitments/${await firstId(page, `/api/v1/commitments?city=${city}&state=delivery.in_progress`)}/progress` },
  { name: 'start, mayor', role: 'mayor_office', organisation: city, path: () => '' },
  { name: 'dashboard', role: 'mayor_office', organisation: city, path: () => 'dashboard' },
  { name: 'commitment', role: 'mayor_office', organisation: city, path: async (page) => `commitments/${await firstId(page, `/api/v1/commitments?city=${city}`)}` },
  { name: 'signing', role: 'mayor_office', organisation: city, path: async (page) => `memoranda/${await firstId(page, '/api/v1/memoranda?state=signing')}/sign` },
  { name: 'notices', role: 'mayor_office', organisation: city, path: () => 'notices' },
  { name: 'start, secretariat', role: 'secretariat', path: () => '' },
  { name: 'dashboard of all cities', role: 'secretariat', path: () => 'dashboard' },
  { name: 'coverage', role: 'secretariat', path: () => 'coverage' },
  { name: 'list', role: 'secretariat', path: () => 'problem-reports?limit=8' },
  { name: 'report', role: 'secretariat', path: async (page) => `problem-reports/${await firstId(page, '/api/v1/problem-reports')}` },
  { name: 'opening form', role: 'secretariat', path: () => 'rounds/new' },
  { name: 'memorandum', role: 'secretariat', path: async (page) => `memoranda/${await firstId(page, '/api/v1/memoranda')}` },
  { name: 'account', role: 'secretariat', path: () => 'account' },
  { name: 'start, evaluator', role: 'evaluator', path: () => '' },
  { name: 'assessment', role: 'evaluator', path: async (page) => `commitments/${await firstId(page, '/api/v1/commitments')}/assess` },
  { name: 'log of access', role: 'evaluator', path: () => 'audit' },
  { name: 'start, administrator', role: 'administrator', path: () => '' },
  { name: 'accounts', role: 'administrator', path: () => 'accounts' },
];

