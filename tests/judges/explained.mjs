// What the judges say that is as it should be, and why. Each is counted and told, but is no finding.
export const EXPLAINED = [
  [/^HTTP Secure Headers: .*X-Frame-Options is not set/, "the policy says frame-ancestors 'none', which every browser that the pages work in knows"],
  [/^HTTP Secure Headers: .*X-XSS-Protection is not set/, 'browsers have removed it, and OWASP advises against it: the filter could be turned against a page'],
  [/^HTTP Secure Headers: .*Strict-Transport-Security is not set/, 'the judged server speaks plain HTTP on the loopback address; behind TLS it is set (tests/e2e/tls.test.mjs)'],
  [/^Htaccess Bypass: ABC .* bypassable weak restriction/, 'a method that does not exist is 501 before anybody looks at the address; wapiti takes all but 4xx for an answer'],
];

// {found, explained: [[why, how often]]}
export function explain(findings) {
  const times = new Map();
  const found = findings.filter((finding) => {
    const known = EXPLAINED.find(([pattern]) => pattern.test(finding));
    if (known) times.set(known[1], (times.get(known[1]) ?? 0) + 1);
    return !known;
  });
  return { found, explained: [...times] };
}
