/** Expressions of a workflow, by GitHub's own library. Pure but for `hashFiles`. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** By name of the context: `github`, `env`, `vars`, `needs`, `steps`, `matrix`, `inputs`, `runner`. */
export type Contexts = Readonly<Record<string, unknown>>;

export interface Scope {
  readonly contexts: Contexts;
  /** What has become of what came before. */
  readonly status: 'success' | 'failure';
  /** Of `hashFiles`. */
  readonly workspace?: string;
}

/** Every `${{ }}` in `text` replaced by what it stands for. */
export const fill = (text: string, scope: Scope): string =>
  text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => evaluate(expression, scope).coerceString());

export const fillAll = (texts: Readonly<Record<string, string>>, scope: Scope): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, scope)]));

/** Without a word about the status, it is `success()` that is meant as well. */
export function holds(condition: string | undefined, scope: Scope): boolean {
  const expression = (condition ?? '').replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim();
  const asksForStatus = /\b(success|failure|cancelled|always)\s*\(/.test(expression);
  if (!asksForStatus && scope.status !== 'success') return false;
  return expression === '' || isTrue(evaluate(expression, scope));
}

/** As `fromJSON` has it: a list or an object that an expression stands for. */
export function valueOf(text: string, scope: Scope): unknown {
  const whole = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(text);
  return whole ? toPlain(evaluate(whole[1]!, scope)) : text;
}

function evaluate(expression: string, { contexts, status, workspace }: Scope): data.ExpressionData {
  const functions = [
    { name: 'always', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(true) },
    { name: 'success', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(status === 'success') },
    { name: 'failure', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(status === 'failure') },
    { name: 'cancelled', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(false) },
    {
      name: 'hashFiles',
      minArgs: 1,
      maxArgs: 255,
      call: (...globs: data.ExpressionData[]) => new data.StringData(hashFiles(globs, workspace)),
    },
  ];
  const { tokens } = new Lexer(expression.trim()).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const context = toData(contexts);
  if (!(context instanceof data.Dictionary)) throw new TypeError('Contexts are named.');
  return new Evaluator(parsed, context, new Map(functions.map((one) => [one.name.toLowerCase(), one]))).evaluate();
}

function hashFiles(globs: readonly data.ExpressionData[], workspace: string | undefined): string {
  if (workspace === undefined) return '';
  const files = globSync(
    globs.map((glob) => glob.coerceString()),
    { cwd: workspace },
  ).sort();
  if (files.length === 0) return '';
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(
      createHash('sha256')
        .update(readFileSync(join(workspace, file)))
        .digest(),
    );
  return hash.digest('hex');
}

const isTrue = (value: data.ExpressionData): boolean =>
  value instanceof data.BooleanData
    ? value.value
    : value instanceof data.StringData
      ? value.value !== ''
      : value instanceof data.NumberData
        ? value.value !== 0
        : !(value instanceof data.Null);

function toData(value: unknown): data.ExpressionData {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'string') return new data.StringData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  return new data.Dictionary(...Object.entries(value).map(([key, one]) => ({ key, value: toData(one) })));
}

function toPlain(value: data.ExpressionData): unknown {
  if (value instanceof data.Array) return value.values().map(toPlain);
  if (value instanceof data.Dictionary) return Object.fromEntries(value.pairs().map(({ key, value: one }) => [key, toPlain(one)]));
  if (value instanceof data.Null) return null;
  if (value instanceof data.BooleanData || value instanceof data.NumberData) return value.value;
  return value.coerceString();
}
