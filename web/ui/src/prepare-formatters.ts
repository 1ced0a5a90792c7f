import worker from './prepare-formatters.worker.js';

interface Policy {
  createScriptURL(url: string): unknown;
}
declare const trustedTypes: { createPolicy(name: string, rules: { createScriptURL: () => string }): Policy } | undefined;

// The first formatter of a browser (kept.ts) is made beside the page while it waits for what it shows, not in it. Where
// that cannot be, the page makes it itself.
export function prepareFormatters(locale: string): void {
  try {
    // The server's policy lets no text become a script's address unless a rule makes it: this one knows one address.
    const only = typeof trustedTypes === 'undefined' ? worker : trustedTypes.createPolicy('formatters', { createScriptURL: () => worker }).createScriptURL('');
    new Worker(only as string, { name: locale });
  } catch (problem) {
    console.warn(problem);
  }
}
