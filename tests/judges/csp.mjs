// Google's evaluator of content security policies, over the policy of every sort of answer. Findings are told as
// "SEVERITY DIRECTIVE VALUE: why".
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';

// What is found and why it stays so; anything else is a finding.
const EXPLAINED = [
  // Every script is a file of our own whose name is its hash, nobody uploads one under /assets/, answers to callbacks
  // (JSONP) are not there, and uploaded files are sent as attachments with a policy that allows nothing.
  { directive: 'script-src', value: "'self'" },
];

const PLACES = ['/en/', '/en/sign-in', '/en/register', '/register', '/healthz', '/api/v1/meta', '/api/v1/nothing-like-that', '/nothing-like-that', '/feeds/commitments.atom'];

export function findings(policy) {
  const found = new CspEvaluator(new CspParser(policy).csp).evaluate();
  return found
    .filter(({ severity }) => severity < Severity.INFO)
    .filter(({ directive, value }) => !EXPLAINED.some((each) => each.directive === directive && each.value === value))
    .map(({ severity, directive, value, description }) => `${Severity[severity]} ${directive} ${value ?? ''}: ${description}`);
}

export async function judgeCsp(url) {
  const found = [];
  for (const path of PLACES) {
    const answer = await fetch(url + path, { redirect: 'manual' });
    const policy = answer.headers.get('content-security-policy');
    if (!policy) found.push(`${path}: no policy`);
    else found.push(...findings(policy).map((finding) => `${path}: ${finding}`));
  }
  return found;
}
