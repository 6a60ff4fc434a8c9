/** Policies as AWS writes them in JSON, and the part of that grammar that is understood here: all the rest throws, and nothing is ignored. */
import * as v from 'valibot';

type OneOrMany<T = string> = T | readonly T[];

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Only in a resource's policy. */
  readonly Principal?: '*' | { readonly AWS?: OneOrMany; readonly Service?: OneOrMany; readonly Federated?: OneOrMany };
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  /** A role's trust policy has neither this nor the next: it is about that role. */
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  /** Operator → condition key → values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string | boolean | number>>>>>;
}

export interface PolicyDocument {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: OneOrMany<PolicyStatement>;
}

/** A policy says something that would have to be guessed or ignored here. */
export class PolicyNotUnderstood extends Error {
  override readonly name = 'PolicyNotUnderstood';
}

const many = <const S extends v.GenericSchema>(item: S) =>
  v.pipe(
    v.union([item, v.pipe(v.array(item), v.minLength(1))]),
    v.transform((given): readonly v.InferOutput<S>[] => (Array.isArray(given) ? given : [given])),
  );
const texts = many(v.string());
/** JSON's `true` and `5` are what the same text in quotes is. */
const values = many(
  v.pipe(
    v.union([v.string(), v.boolean(), v.number()]),
    v.transform((value) => String(value)),
  ),
);
const statement = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.optional(
    v.union([v.literal('*'), v.strictObject({ AWS: v.optional(texts), Service: v.optional(texts), Federated: v.optional(texts) })]),
  ),
  Action: v.optional(texts),
  NotAction: v.optional(texts),
  Resource: v.optional(texts),
  NotResource: v.optional(texts),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), values))),
});
const document = v.strictObject({
  // In 2008-10-17, the default, `${…}` is plain text and more.
  Version: v.literal('2012-10-17'),
  Id: v.optional(v.string()),
  Statement: many(statement),
});

export type ParsedStatement = v.InferOutput<typeof statement>;
/** A policy of an identity says what it may do; one of a resource also says who. */
export type PolicyKind = 'identity' | 'resource';

/** @throws {PolicyNotUnderstood} */
export function parsePolicy(kind: PolicyKind, given: unknown): readonly ParsedStatement[] {
  const dropped = droppedName(given);
  if (dropped !== undefined) throw new PolicyNotUnderstood(`Nothing in a policy is called ${dropped}.`);
  const parsed = v.safeParse(document, given);
  if (!parsed.success) throw new PolicyNotUnderstood(`No ${kind} policy that is understood here: ${v.summarize(parsed.issues)}`);
  for (const one of parsed.output.Statement) checkShape(kind, one);
  return parsed.output.Statement;
}

/** The parser leaves these names out of records without a word. */
const unparsed = ['__proto__', 'prototype', 'constructor'];

function droppedName(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  return (
    Object.keys(given).find((name) => unparsed.includes(name)) ??
    Object.values(given)
      .map(droppedName)
      .find((name) => name !== undefined)
  );
}

function checkShape(kind: PolicyKind, given: ParsedStatement): void {
  const { Principal, Action, NotAction, Resource, NotResource } = given;
  const refuse = (why: string) => {
    throw new PolicyNotUnderstood(`The statement ${JSON.stringify(given)} ${why}.`);
  };
  if ((Action === undefined) === (NotAction === undefined)) refuse('needs one of Action and NotAction');
  if (kind === 'identity' && Principal !== undefined) refuse('names a principal, which only a policy of a resource does');
  if (kind === 'resource' && Principal === undefined) refuse('names no principal');
  if (Resource !== undefined && NotResource !== undefined) refuse('needs one of Resource and NotResource');
  const isTrust = kind === 'resource' && Action?.every((action) => /^sts:/i.test(action));
  if (!isTrust && Resource === undefined && NotResource === undefined) refuse('names no resource');
  const written = [
    Action,
    NotAction,
    Resource,
    NotResource,
    ...Object.values(given.Condition ?? {}).flatMap((keys) => Object.values(keys)),
  ];
  if (written.flat().some((text) => text?.includes('${'))) refuse('has a policy variable');
}

/** Every condition key that a policy asks about, in lower case: they are the same in any case. */
export function conditionKeysOf(statements: readonly ParsedStatement[]): ReadonlySet<string> {
  const blocks = statements.flatMap(({ Condition = {} }) => Object.values(Condition));
  return new Set(blocks.flatMap((block) => Object.keys(block).map((key) => key.toLowerCase())));
}
