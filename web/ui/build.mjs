// Builds the front end: one script a page and language-independent shared chunks (esbuild), one style sheet
// (Sass), and an HTML shell for each page and language. Usage: node build.mjs [--out FOLDER]
//
// The result: OUT/assets/NAME-HASH.EXT, served for ever, and OUT/shells/LANGUAGE/PAGE.html. A page that any path
// of its form may ask for has a leading underscore (_list.html), so that no address can name it. OUT/texts/LANGUAGE.json
// is the catalogue for what the server writes itself.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);
const at = process.argv.indexOf('--out');
const out = resolve(at > 0 ? process.argv[at + 1] : 'dist');
const languages = ['en', 'ja', 'zh', 'ko'];
const { generic, named } = JSON.parse(readFileSync('pages.json', 'utf8'));

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'assets'), { recursive: true });

function writeAsset(name, extension, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const file = `${name}-${hash}.${extension}`;
  writeFileSync(join(out, 'assets', file), content);
  return `/assets/${file}`;
}

function* sources(folder, endings) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path, endings);
    else if (endings.test(entry.name)) yield readFileSync(path, 'utf8');
  }
}

// Without the rules for those of govuk-frontend's classes that no page names.
function withoutUnused(text) {
  const written = [...sources('src', /\.tsx?$/), ...sources('../action', /\.cpp$/), readFileSync('build.mjs', 'utf8')].join('\n');
  const named = new Set(written.match(/govuk-[\w-]+/g));
  const unused = (selector) => (selector.match(/\.govuk-[\w-]+/g) ?? []).some((name) => !named.has(name.slice(1)));
  return text.replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors) => {
    if (selectors.startsWith('@') || !/\.govuk-/.test(selectors) || /[(]/.test(selectors)) return rule;
    const kept = selectors.split(',').filter((selector) => !unused(selector));
    return kept.length ? rule.replace(selectors, kept.join(',')) : '';
  });
}

const css = writeAsset(
  'style',
  'css',
  withoutUnused(
    sass.compile('src/style.scss', {
      style: 'compressed',
      loadPaths: ['node_modules'],
      quietDeps: true,
    }).css,
  ),
);
const icon = writeAsset('icon', 'svg', readFileSync('src/icon.svg'));

const result = await build({
  entryPoints: Object.fromEntries(
    [...Object.entries(generic), ...Object.entries(named)].map(([name, page]) => [name, page.source]),
  ),
  outdir: join(out, 'assets'),
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  publicPath: '/assets',
  loader: { '.webp': 'file', '.worker.js': 'file' },
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2021',
  charset: 'utf8',
  minify: true,
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  metafile: true,
});

const outputs = Object.entries(result.metafile.outputs).map(([path, info]) => ({
  file: `/assets/${basename(path)}`,
  key: path,
  ...info,
}));
const outputOf = (source) => outputs.find((each) => each.entryPoint === source);

// What the page's script imports at once: named in the shell, so that the browser asks for all of it together.
function imports(output, seen = new Set()) {
  for (const { path, kind } of output.imports) {
    if (kind !== 'import-statement') continue;
    const next = outputs.find((each) => each.key === path);
    if (next && !seen.has(next.file)) {
      seen.add(next.file);
      imports(next, seen);
    }
  }
  return seen;
}

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

for (const language of languages) {
  const catalogue = `src/locales/${language}.json`;
  const texts = JSON.parse(readFileSync(catalogue, 'utf8'));
  // The server's own pages say the same things in the same words.
  mkdirSync(join(out, 'texts'), { recursive: true });
  writeFileSync(join(out, 'texts', `${language}.json`), JSON.stringify(texts));
  mkdirSync(join(out, 'shells', language), { recursive: true });
  const shell = (page) => {
    const script = outputOf(page.source);
    const preload = [...imports(script), outputOf(catalogue).file];
    return `<!doctype html>
<html lang="${language}" class="govuk-template">
<head>
<meta charset="utf-8">
<title>${escape(texts[page.title])}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#0b1f33">
<link rel="icon" href="${icon}" type="image/svg+xml">
<link rel="stylesheet" href="${css}">
${preload.map((file) => `<link rel="modulepreload" href="${file}">`).join('\n')}
<script type="module" src="${script.file}"></script>
</head>
<body class="govuk-template__body">
<div id="app"></div>
<noscript><main class="govuk-width-container govuk-main-wrapper"><h1 class="govuk-heading-l">${escape(texts[page.title])}</h1><p class="govuk-body">${escape(texts[page.noscript ?? 'noscript'])}</p></main></noscript>
</body>
</html>
`;
  };
  for (const [name, page] of Object.entries(generic)) {
    writeFileSync(join(out, 'shells', language, `_${name}.html`), shell(page));
  }
  for (const [name, page] of Object.entries(named)) {
    writeFileSync(join(out, 'shells', language, `${name}${page.deep ? '+' : ''}.html`), shell(page));
  }
}
