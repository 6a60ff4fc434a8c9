/** The `Condition` of a statement: every operator and every key of it must hold; of a key's values, one. */
import { PolicyNotUnderstood } from './policy-document.ts';
import { arnMatcher, type Matches, matcher } from './wildcards.ts';

/** What a request says about itself; keys in lower case. A key that the request does not have is not in it. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;
export type Condition = (context: RequestContext) => boolean;

interface Operator {
  /** @throws {PolicyNotUnderstood} the policy's value is none for this operator. */
  readonly compile: (wanted: string) => Matches;
  /** Holds when no value matches, and when the key is missing. */
  readonly negated?: true;
}

const equals =
  (wanted: string): Matches =>
  (given) =>
    given === wanted;
const equalsInAnyCase =
  (wanted: string): Matches =>
  (given) =>
    given.toLowerCase() === wanted.toLowerCase();

const isTrue = (wanted: string): boolean => {
  if (!/^(true|false)$/i.test(wanted)) throw new PolicyNotUnderstood(`"${wanted}" is neither true nor false.`);
  return wanted.toLowerCase() === 'true';
};
const bool = (wanted: string): Matches => {
  const expected = String(isTrue(wanted));
  return (given) => given.toLowerCase() === expected;
};

const numeric =
  (holds: (given: number, wanted: number) => boolean) =>
  (wanted: string): Matches => {
    const number = Number(wanted);
    if (wanted.trim() === '' || !Number.isFinite(number)) throw new PolicyNotUnderstood(`"${wanted}" is no number.`);
    return (given) => given.trim() !== '' && Number.isFinite(Number(given)) && holds(Number(given), number);
  };

const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { compile: equals },
  StringNotEquals: { compile: equals, negated: true },
  StringEqualsIgnoreCase: { compile: equalsInAnyCase },
  StringNotEqualsIgnoreCase: { compile: equalsInAnyCase, negated: true },
  StringLike: { compile: matcher },
  StringNotLike: { compile: matcher, negated: true },
  ArnEquals: { compile: arnMatcher },
  ArnLike: { compile: arnMatcher },
  ArnNotEquals: { compile: arnMatcher, negated: true },
  ArnNotLike: { compile: arnMatcher, negated: true },
  Bool: { compile: bool },
  NumericEquals: { compile: numeric((given, wanted) => given === wanted) },
  NumericNotEquals: { compile: numeric((given, wanted) => given === wanted), negated: true },
  NumericLessThan: { compile: numeric((given, wanted) => given < wanted) },
  NumericLessThanEquals: { compile: numeric((given, wanted) => given <= wanted) },
  NumericGreaterThan: { compile: numeric((given, wanted) => given > wanted) },
  NumericGreaterThanEquals: { compile: numeric((given, wanted) => given >= wanted) },
};

/** @throws {PolicyNotUnderstood} */
export function compileConditions(block: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): Condition {
  const conditions = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => compileCondition(operator, key.toLowerCase(), wanted)),
  );
  return (context) => conditions.every((holds) => holds(context));
}

function compileCondition(written: string, key: string, wanted: readonly string[]): Condition {
  if (written === 'Null') {
    const absent = wanted.map(isTrue);
    return (context) => absent.includes(!context.get(key)?.length);
  }
  const [, quantifier, name = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!operator) throw new PolicyNotUnderstood(`The condition operator ${written} is not understood here.`);
  const candidates = wanted.map((value) => operator.compile(value));
  const holds: Matches = (given) => candidates.some((matches) => matches(given)) !== (operator.negated ?? false);

  return (context) => {
    const given = context.get(key);
    if (!given?.length) return quantifier === 'ForAllValues' || ifExists !== undefined || (!quantifier && operator.negated === true);
    if (quantifier === 'ForAllValues') return given.every(holds);
    if (quantifier === undefined && given.length > 1) {
      throw new PolicyNotUnderstood(`${written} compares one value, and ${key} has ${given.length}.`);
    }
    return given.some(holds);
  };
}
