// What the help says, and shows, in the page's language: loaded by the help page only, so that no other page carries it.
import { language } from '../../i18n';
import type texts from './texts/en.json';

export type HelpKey = keyof typeof texts;

export interface HelpPicture {
  url: string;
  width: number;
  height: number;
}

export interface Content {
  texts: Record<string, string>;
  pictures: Record<string, HelpPicture>;
}

const loaders = {
  en: () => Promise.all([import('./texts/en.json'), import('./pictures/en')]),
  ja: () => Promise.all([import('./texts/ja.json'), import('./pictures/ja')]),
  zh: () => Promise.all([import('./texts/zh.json'), import('./pictures/zh')]),
  ko: () => Promise.all([import('./texts/ko.json'), import('./pictures/ko')]),
};

export async function loadContent(): Promise<Content> {
  const [texts, pictures] = await loaders[language]();
  return { texts: texts.default, pictures: pictures.default };
}
