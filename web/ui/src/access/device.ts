// A browser's own name of itself, in the two words that a person knows it by. Names are the same in every language.

const BROWSERS: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const first = (names: [RegExp, string][], agent: string) => names.find(([sign]) => sign.test(agent))?.[1];

// "Firefox · Windows"; what is not known is shown as it came, "" if there is nothing.
export function deviceOf(agent: string): string {
  const words = [first(BROWSERS, agent), first(SYSTEMS, agent)].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(' · ') : agent;
}
