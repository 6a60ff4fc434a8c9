/** Evaluates GitHub's expressions by its own evaluator, with contexts as plain data. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** How the steps or jobs before went. */
export type Status = 'success' | 'failure' | 'cancelled';

export interface Contexts {
  /** `github`, `inputs`, `vars`, `needs` and so on, by name. What is not there is null, as on GitHub. */
  readonly [name: string]: unknown;
}

export interface Surroundings {
  readonly contexts: Contexts;
  /** @default 'success' */
  readonly status?: Status;
  /** Of one text, the patterns' files together; the empty text when there are none. */
  readonly hashFiles?: (...patterns: readonly string[]) => string;
}

/**
 * The value of an expression without its braces.
 * @throws when it cannot be parsed.
 * @example evaluate("vars.PINTAG_SHARDS || '5'", { contexts: { vars: {} } }) // '5'
 */
export function evaluate(expression: string, { contexts, status = 'success', hashFiles = () => '' }: Surroundings): unknown {
  const functions = [
    ...(['success', 'failure', 'cancelled'] as const).map((name) => give(name, 0, () => new data.BooleanData(status === name))),
    give('always', 0, () => new data.BooleanData(true)),
    give('hashFiles', 255, (...patterns) => new data.StringData(hashFiles(...patterns.map((pattern) => pattern.coerceString())))),
  ];
  const parsed = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse();
  const value = new Evaluator(parsed, dictionary(contexts), new Map(functions.map((f) => [f.name.toLowerCase(), f]))).evaluate();
  return JSON.parse(JSON.stringify(value, data.replacer) ?? 'null');
}

/** Whether an `if` lets its job or step run. Without a status function in it, GitHub asks for success, too. */
export function holds(condition: string | undefined, surroundings: Surroundings): boolean {
  const inside = (condition ?? '').replaceAll(/^\s*\$\{\{|\}\}\s*$/g, '').trim();
  const asks = /\b(success|failure|cancelled|always)\s*\(/.test(inside);
  const whole = asks ? inside : inside ? `success() && (${inside})` : 'success()';
  return truthy(evaluate(whole, surroundings));
}

/** A text with every `${{ }}` replaced; what is nothing becomes the empty text. */
export function fillIn(text: string, surroundings: Surroundings): string {
  return text.replaceAll(/\$\{\{(?<inside>.*?)\}\}/gs, (_, inside: string) => asText(evaluate(inside.trim(), surroundings)));
}

const truthy = (value: unknown): boolean => value !== false && value !== null && value !== 0 && value !== '';

const asText = (value: unknown): string => (value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

function give(name: string, maxArgs: number, call: (...args: data.ExpressionData[]) => data.ExpressionData) {
  return { name, minArgs: 0, maxArgs, call };
}

function dictionary(values: Contexts): data.Dictionary {
  return new data.Dictionary(...Object.entries(values).map(([key, value]) => ({ key, value: asData(value) })));
}

function asData(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(asData));
  return typeof value === 'object' && value !== null ? dictionary(value as Contexts) : new data.Null();
}
