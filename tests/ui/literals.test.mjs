// Every text on a page comes from a catalogue or from the server: no words between tags, and none in the attributes
// that people see or hear.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ui = fileURLToPath(new URL('../../web/ui/', import.meta.url));
const ts = createRequire(join(ui, 'package.json'))('typescript');

// Attributes whose value is read out or shown.
const spoken = new Set(['alt', 'aria-label', 'aria-description', 'caption', 'heading', 'label', 'none', 'placeholder', 'submitTitle', 'title', 'text']);
const word = /\p{L}{2,}/u;

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.tsx')) yield path;
  }
}

// The literals that an expression may evaluate to, as far as a reader sees them at once.
function shown(expression) {
  if (!expression) return [];
  if (ts.isStringLiteralLike(expression)) return [expression];
  if (ts.isTemplateExpression(expression)) return [expression.head, ...expression.templateSpans.map((span) => span.literal)];
  if (ts.isConditionalExpression(expression)) return [...shown(expression.whenTrue), ...shown(expression.whenFalse)];
  if (ts.isParenthesizedExpression(expression)) return shown(expression.expression);
  if (ts.isBinaryExpression(expression)) {
    const operator = expression.operatorToken.kind;
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return shown(expression.right);
    const either = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken];
    return either.includes(operator) ? [...shown(expression.left), ...shown(expression.right)] : [];
  }
  return [];
}

export function literals(text, name = 'file.tsx') {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = [];
  const note = (node, value) => {
    if (!word.test(value)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push(`${name}:${line + 1}: ${value.trim()}`);
  };
  const visit = (node) => {
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) shown(node.expression).forEach((each) => note(each, each.text));
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText(source)) && node.initializer) {
      const value = node.initializer;
      const parts = ts.isStringLiteral(value) ? [value] : shown(value.expression);
      parts.forEach((each) => note(each, each.text));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('the scan finds what it is for', () => {
  assert.equal(literals('const a = <p>Hello</p>;').length, 1);
  assert.equal(literals('const a = <p>{"Hello"}</p>;').length, 1);
  assert.equal(literals('const a = <p>{late ? `Late by ${n}` : t("x.y")}</p>;').length, 1);
  assert.equal(literals('const a = <img alt="A boat" />;').length, 1);
  assert.equal(literals('const a = <p class="late" data-event="propose">{t("x.y")} · {n}</p>;').length, 0);
});

test('no text is written into the pages', () => {
  const found = [...sources(join(ui, 'src'))].flatMap((path) => literals(readFileSync(path, 'utf8'), relative(ui, path)));
  assert.deepEqual(found, []);
});

test('what is not in the folder of ACTION names none of its kinds, states or roles', () => {
  const names = /['"`/.](problem_report|action_plan|memorandum|commitment|city_officer|mayor_office|secretariat|evaluator|mayor_review|awaiting_verification|problem-reports|action-plans|commitments)\b/;
  for (const path of [...sources(join(ui, 'src'))]) {
    if (relative(ui, path).startsWith('src/action/')) continue;
    assert.doesNotMatch(readFileSync(path, 'utf8'), names, relative(ui, path));
  }
});

test('nothing is put into the page as HTML', () => {
  for (const path of sources(join(ui, 'src'))) {
    assert.doesNotMatch(readFileSync(path, 'utf8'), /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|\beval\(/, relative(ui, path));
  }
});
