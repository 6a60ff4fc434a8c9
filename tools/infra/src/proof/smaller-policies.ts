/** Every policy that says a little less than a given one. */
import type { OneOrMore, PolicyDocument, PolicyStatement } from '../permissions/policy-document.ts';

export interface SmallerPolicy {
  /** `Create`, `Create: s3:PutObject`, `List: s3:prefix elements/*` */
  readonly without: string;
  readonly document: PolicyDocument;
}

export const withoutStatements = (document: PolicyDocument): readonly SmallerPolicy[] =>
  document.Statement.map((gone) => ({
    without: gone.Sid,
    document: { ...document, Statement: document.Statement.filter((one) => one !== gone) },
  }));

/** Without one action, one resource, or one value of a condition, each in turn; the last of its kind is the statement itself. */
export const withoutParts = (document: PolicyDocument): readonly SmallerPolicy[] =>
  document.Statement.flatMap((statement) =>
    smaller(statement).map(([part, less]) => ({
      without: `${statement.Sid}: ${part}`,
      document: { ...document, Statement: document.Statement.map((one) => (one === statement ? less : one)) },
    })),
  );

function smaller(statement: PolicyStatement): readonly (readonly [string, PolicyStatement])[] {
  const { Action, Resource = [], Condition = {} } = statement;
  return [
    ...others(Action).map(([part, less]) => [part, { ...statement, Action: less }] as const),
    ...others(Resource).map(([part, less]) => [part, { ...statement, Resource: less }] as const),
    ...Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, values]) =>
        others(values).map(([part, less]) => {
          const block = { ...Condition, [operator]: { ...keys, [key]: less } };
          return [`${key} ${part}`, { ...statement, Condition: block }] as const;
        }),
      ),
    ),
  ];
}

/** Each of several, with the rest. */
function others(given: OneOrMore): readonly (readonly [string, readonly string[]])[] {
  const all = typeof given === 'string' ? [given] : given;
  return all.length < 2 ? [] : all.map((one) => [one, all.filter((other) => other !== one)] as const);
}
