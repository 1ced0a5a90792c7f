// The survey's part of the API, as both its pages use it.
import { type Fields, type Language, type Texts, request } from '../../api';
import { language, t } from '../../i18n';

export interface Option {
  id: string;
  text: Texts;
}

export type QuestionKind = 'one' | 'many' | 'scale' | 'text';

export interface Question {
  id: string;
  kind: QuestionKind;
  text: Texts;
  help?: Texts;
  required?: boolean;
  confidential?: boolean;
  field?: string;
  options?: Option[];
  min?: number;
  max?: number;
  low?: Texts;
  high?: Texts;
  long?: boolean;
  max_length?: number;
}

export interface Body {
  language: Language;
  title: Texts;
  introduction?: Texts;
  questions: Question[];
}

export type Answering = 'not_yet' | 'open' | 'closed';

export interface Questionnaire {
  id: number;
  within: string;
  organisation: string;
  state: 'draft' | 'open' | 'closed';
  answering: Answering;
  version: number;
  title: Texts;
  submitted: number;
  drafts: number;
  changed_at: string;
  // Only for its own chamber.
  body?: Body;
  link?: string | null;
  codes?: number;
}

export interface SurveyResponse {
  number: number;
  state: 'submitted' | 'erased';
  answers: Fields;
  language: string;
  on_paper: boolean;
  submitted_at: string | null;
  supports: string[];
}

export interface Tally {
  id: string;
  kind: QuestionKind;
  answered: number;
  counts: { value: string | number; count: number }[];
}

export interface Results {
  submitted: number;
  erased: number;
  drafts: number;
  used: number;
  questions: Tally[];
}

export interface PublicPart {
  kind: string;
  id: string;
  configuration: string[];
  deadline?: string | null;
  overdue?: boolean;
}

export interface AnswerPage extends Body {
  organisation: string;
  answering: Answering;
  // The link that everybody has, as against one person's own.
  shared: boolean;
  round?: { id: string; name?: Texts | string; survey_ends?: string };
  response: { number: number; state: 'draft' | 'submitted' | 'erased'; version: number; answers: Fields; language: string; submitted_at: string | null } | null;
  outcome: {
    reports: (PublicPart & { title?: string; language?: string; cities: { city: string; plan: PublicPart | null; commitment: PublicPart | null }[] })[];
    preparing: number;
  } | null;
}

export function withCode<T>(method: string, path: string, code: string, body?: unknown): Promise<T> {
  return request<T>(method, `/api/v1/survey${path}`, body, { headers: { 'X-Survey-Code': code } });
}

// Every response, a page of the server's after the other.
export async function allResponses(id: number): Promise<SurveyResponse[]> {
  const items: SurveyResponse[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page: { items: SurveyResponse[]; next: number | null } = await request('GET', `/api/v1/questionnaires/${id}/responses?after=${after}`);
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

const languageKeys = { en: 'language.en', ja: 'language.ja', zh: 'language.zh', ko: 'language.ko' } as const;

export function languageName(code: string): string {
  return code in languageKeys ? t(languageKeys[code as Language]) : code;
}

// A text in the reader's language, else in the one that it was written in, which is then named.
export function localised(texts: Texts | undefined, original: Language, wanted: Language = language): { text: string; lang: Language | undefined } {
  const own = texts?.[wanted];
  if (own) return { text: own, lang: wanted === language ? undefined : wanted };
  return { text: texts?.[original] ?? '', lang: original === language ? undefined : original };
}
