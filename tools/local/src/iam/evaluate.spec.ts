import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decision, evaluate, type PolicyRequest } from './evaluate.ts';
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';

const account = '111122223333';
const role = { kind: 'aws', account, arn: `arn:aws:iam::${account}:role/release` } as const;
const policy = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const ask = (more: Partial<PolicyRequest> = {}): PolicyRequest => ({
  principal: role,
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::elements/elements/index.json',
  context: {},
  ...more,
});
const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const under = (statement: PolicyStatement, more: Partial<PolicyRequest> = {}): Decision =>
  evaluate({ identity: [policy(statement)], request: ask(more) });

describe('actions', () => {
  test.each([
    ['*', 's3:GetObject', true],
    ['s3:*', 's3:GetObject', true],
    ['s3:Get*', 's3:GetObject', true],
    ['S3:getobject', 's3:GetObject', true],
    ['s3:GetObjec?', 's3:GetObject', true],
    ['s3:GetObject', 's3:GetObjectVersion', false],
    ['s3:Get*', 's3:PutObject', false],
    ['cloudfront:*', 's3:GetObject', false],
  ])('%s and %s: %s', (pattern, action, matches) => {
    expect(under(allow({ Action: pattern }), { action }) === 'allowed').toBe(matches);
    expect(under({ Effect: 'Allow', NotAction: pattern, Resource: '*' }, { action }) === 'allowed').toBe(!matches);
  });
});

describe('resources', () => {
  test.each([
    ['*', 'arn:aws:s3:::elements/a', true],
    ['arn:aws:s3:::elements/*', 'arn:aws:s3:::elements/a/b', true],
    ['arn:aws:s3:::elements/*', 'arn:aws:s3:::elements', false],
    ['arn:aws:s3:::elements*', 'arn:aws:s3:::elements', true],
    ['arn:aws:s3:::elements/v*/*', 'arn:aws:s3:::elements/v1.0.0/a/main.js', true],
    ['arn:aws:s3:::elements/a.js', 'arn:aws:s3:::elements/a-js', false],
    ['arn:aws:s3:::elements/?', 'arn:aws:s3:::elements/é', true],
    ['arn:aws:s3:::elements/a', 'arn:aws:s3:::elements/A', false],
    ['arn:aws:s3:::elements/a:*', 'arn:aws:s3:::elements/a:b:c', true],
    ['arn:aws:*:::elements', 'arn:aws:s3:eu-west-1:1:elements', false],
    ['arn:aws:s3:::a$+(b)|c', 'arn:aws:s3:::a$+(b)|c', true],
  ])('%s and %s: %s', (pattern, resource, matches) => {
    expect(under(allow({ Resource: pattern }), { resource }) === 'allowed').toBe(matches);
    expect(under({ Effect: 'Allow', Action: '*', NotResource: pattern }, { resource }) === 'allowed').toBe(!matches);
  });
});

const missing = undefined;
describe('conditions', () => {
  test.each<readonly [string, string, string | readonly string[], string | readonly string[] | undefined, boolean]>([
    ['StringEquals', 'k', 'a', 'a', true],
    ['StringEquals', 'k', 'a', 'A', false],
    ['StringEquals', 'K', 'a', 'a', true],
    ['StringEquals', 'k', ['a', 'b'], 'b', true],
    ['StringEquals', 'k', 'a', missing, false],
    ['StringEquals', 'k', 'a*', 'ab', false],
    ['StringEqualsIgnoreCase', 'k', 'a', 'A', true],
    ['StringEqualsIfExists', 'k', 'a', missing, true],
    ['StringEqualsIfExists', 'k', 'a', 'b', false],
    ['StringNotEquals', 'k', ['a', 'b'], 'c', true],
    ['StringNotEquals', 'k', ['a', 'b'], 'b', false],
    ['StringNotEquals', 'k', 'a', missing, true],
    ['StringLike', 'k', 'elements/*', 'elements/v1', true],
    ['StringLike', 'k', 'elements/*', '_staging/a', false],
    ['StringLike', 'k', 'a.c', 'abc', false],
    ['StringNotLike', 'k', 'a*', 'b', true],
    ['StringLikeIfExists', 'k', 'a*', missing, true],
    ['ForAnyValue:StringEquals', 'k', ['a', 'b'], ['x', 'b'], true],
    ['ForAnyValue:StringEquals', 'k', 'a', ['x', 'y'], false],
    ['ForAnyValue:StringEquals', 'k', 'a', missing, false],
    ['ForAnyValue:StringEqualsIfExists', 'k', 'a', missing, true],
    ['ForAnyValue:StringNotEquals', 'k', 'a', ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', 'k', 'a', missing, false],
    ['ForAllValues:StringLike', 'k', ['a*', 'b'], ['ab', 'b'], true],
    ['ForAllValues:StringLike', 'k', 'a*', ['ab', 'b'], false],
    ['ForAllValues:StringLike', 'k', 'a*', missing, true],
    ['Bool', 'k', 'true', 'true', true],
    ['Bool', 'k', 'false', 'true', false],
    ['Bool', 'k', 'false', missing, false],
    ['BoolIfExists', 'k', 'false', missing, true],
    ['Null', 'k', 'true', missing, true],
    ['Null', 'k', 'true', 'a', false],
    ['Null', 'k', 'false', 'a', true],
    ['Null', 'k', 'false', missing, false],
    ['ArnLike', 'k', 'arn:aws:iam::*:role/*', 'arn:aws:iam::1:role/a/b', true],
    ['ArnEquals', 'k', 'arn:aws:s3:::a*', 'arn:aws:s3:::ab', true],
    ['ArnNotEquals', 'k', 'arn:aws:s3:::a', missing, true],
    ['NumericLessThan', 'k', '1.2', '1.1', true],
    ['NumericLessThan', 'k', '1.2', '1.3', false],
    ['NumericLessThanEquals', 'k', '10', '10', true],
    ['NumericGreaterThan', 'k', '10', 'many', false],
    ['NumericGreaterThanEquals', 'k', '10', missing, false],
    ['NumericNotEquals', 'k', '10', missing, true],
  ])('%s of %s against %j, with %j: %s', (operator, key, wanted, given, holds) => {
    const statement = allow({ Condition: { [operator]: { [key]: wanted } } });
    expect(under(statement, { context: given === undefined ? {} : { k: given } })).toBe(holds ? 'allowed' : 'not-allowed');
  });

  test('all operators and all keys of a statement have to hold', () => {
    const statement = allow({ Condition: { StringEquals: { a: '1', b: '2' }, Null: { c: 'true' } } });
    expect(under(statement, { context: { a: '1', b: '2' } })).toBe('allowed');
    expect(under(statement, { context: { a: '1', b: '3' } })).toBe('not-allowed');
    expect(under(statement, { context: { a: '1', b: '2', c: '3' } })).toBe('not-allowed');
  });

  test('what JSON writes without quotes is the same', () => {
    expect(under(allow({ Condition: { Bool: { k: false }, NumericEquals: { n: 5 } } }), { context: { k: 'false', n: '5' } })).toBe(
      'allowed',
    );
  });
});

describe('principals of a resource', () => {
  const everybody = ['role', 'another', 'foreign', 'service', 'anonymous'] as const;
  const principals = {
    role,
    another: { kind: 'aws', account, arn: `arn:aws:iam::${account}:role/preview` },
    foreign: { kind: 'aws', account: '999999999999', arn: 'arn:aws:iam::999999999999:role/release' },
    service: { kind: 'service', service: 'cloudfront.amazonaws.com' },
    anonymous: { kind: 'anonymous' },
  } as const;
  type Who = (typeof everybody)[number];

  /** What the account leaves to its own policies is no grant: those still have to allow it. */
  test.each<readonly [string, NonNullable<PolicyStatement['Principal']>, readonly Who[], readonly Who[]]>([
    ['everybody', '*', ['role', 'another', 'service', 'anonymous'], everybody],
    ['every AWS principal', { AWS: '*' }, ['role', 'another', 'service', 'anonymous'], everybody],
    ['one role', { AWS: role.arn }, ['role'], ['role']],
    ['the account', { AWS: account }, [], ['role', 'another']],
    ["the account's root", { AWS: `arn:aws:iam::${account}:root` }, [], ['role', 'another']],
    ['a service', { Service: 'cloudfront.amazonaws.com' }, ['service'], ['service']],
    ['another service', { Service: 'logging.s3.amazonaws.com' }, [], []],
    ['an identity provider', { Federated: 'arn:aws:iam::1:oidc-provider/x' }, [], []],
  ])('%s', (_what, Principal, allowed, denied) => {
    const decide = (who: Who, Effect: 'Allow' | 'Deny') =>
      evaluate({
        identity: [],
        resource: policy({ Effect, Principal, Action: '*', Resource: '*' }),
        request: ask({ principal: principals[who], resourceAccount: account }),
      });
    expect(everybody.filter((who) => decide(who, 'Allow') === 'allowed')).toEqual(allowed);
    expect(everybody.filter((who) => decide(who, 'Deny') === 'explicitly-denied')).toEqual(denied);
  });

  test('another account needs both sides', () => {
    const resource = policy({ Effect: 'Allow', Principal: { AWS: principals.foreign.account }, Action: '*', Resource: '*' });
    const request = ask({ principal: principals.foreign, resourceAccount: account });
    expect(evaluate({ identity: [], resource, request })).toBe('not-allowed');
    expect(evaluate({ identity: [policy(allow())], request })).toBe('not-allowed');
    expect(evaluate({ identity: [policy(allow())], resource, request })).toBe('allowed');
  });
});

const outside: readonly (readonly [string, 'identity' | 'resource', unknown])[] = [
  ['another version of the language', 'identity', { ...policy(allow()), Version: '2008-10-17' }],
  ['an unknown element', 'identity', policy({ ...allow(), NotPrincipal: { AWS: '*' } } as PolicyStatement)],
  ['an unknown effect', 'identity', policy({ ...allow(), Effect: 'allow' } as unknown as PolicyStatement)],
  ['an unknown operator', 'identity', policy(allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }))],
  ['an operator that objects have anyway', 'identity', policy(allow({ Condition: { constructor: { k: 'a' } } }))],
  ['a key that objects have anyway', 'identity', policy(allow({ Condition: { Null: { constructor: 'true' } } }))],
  ['an unknown quantifier', 'identity', policy(allow({ Condition: { 'ForSomeValues:StringEquals': { k: 'a' } } }))],
  ['a truth that is neither', 'identity', policy(allow({ Condition: { Bool: { k: 'yes' } } }))],
  ['a number that is none', 'identity', policy(allow({ Condition: { NumericLessThan: { k: 'a' } } }))],
  ['a policy variable', 'identity', policy(allow({ Resource: 'arn:aws:s3:::b/${aws:username}/*' }))],
  ['a policy variable in a condition', 'identity', policy(allow({ Condition: { StringLike: { 's3:prefix': '${aws:username}/*' } } }))],
  ['a resource that is no ARN', 'identity', policy(allow({ Resource: 'bucket/*' }))],
  ['an ARN that is too short', 'identity', policy(allow({ Resource: 'arn:aws:s3:*' }))],
  ['an action without its service', 'identity', policy(allow({ Action: 'GetObject' }))],
  ['both Action and NotAction', 'identity', policy(allow({ NotAction: 's3:*' }))],
  ['no action', 'identity', policy({ Effect: 'Allow', Resource: '*' })],
  ['no resource', 'identity', policy({ Effect: 'Allow', Action: 's3:*' })],
  ['an empty list', 'identity', policy(allow({ Action: [] }))],
  ['a principal in the policy of an identity', 'identity', policy(allow({ Principal: '*' }))],
  ['no principal in the policy of a resource', 'resource', policy(allow())],
  ['a principal that names nobody', 'resource', policy(allow({ Principal: {} }))],
  ['a principal with a wildcard', 'resource', policy(allow({ Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }))],
  ['a session as a principal', 'resource', policy(allow({ Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/a/b' } }))],
  ['no resource outside a trust policy', 'resource', policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' })],
];

test.each(outside)('%s throws: nothing is ignored', (_what, kind, document) => {
  const given = document as PolicyDocument;
  const policies = kind === 'identity' ? { identity: [given] } : { identity: [], resource: given };
  expect(() => evaluate({ ...policies, request: ask() })).toThrow(expect.objectContaining({ name: 'PolicyNotUnderstood' }));
});

test('an operator for one value refuses a key with several, instead of choosing', () => {
  expect(() => under(allow({ Condition: { StringEquals: { k: 'a' } } }), { context: { k: ['a', 'b'] } })).toThrow(/compares one value/);
});

const arbitraryStatement = fc.record({
  Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
  Action: fc.constantFrom('*', 's3:*', 's3:Get*', 's3:PutObject', 's3:GetObject'),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/a*', 'arn:aws:s3:::c/*'),
  Condition: fc.constantFrom<NonNullable<PolicyStatement['Condition']>>(
    {},
    { Null: { k: 'true' } },
    { StringLike: { k: 'a*' } },
    { StringNotEquals: { k: 'b' } },
  ),
});
const arbitraryRequest = fc.record({
  principal: fc.constant(role),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:DeleteObject'),
  resource: fc.constantFrom('arn:aws:s3:::b/a', 'arn:aws:s3:::b/z', 'arn:aws:s3:::c/a'),
  context: fc.constantFrom<PolicyRequest['context']>({}, { k: 'a' }, { k: 'b' }),
});
const arbitraryPolicies = fc.array(arbitraryStatement, { maxLength: 6 });
const identity = (statements: readonly PolicyStatement[]) => (statements.length ? [policy(...statements)] : []);

describe('whatever the policies', () => {
  const decide = (statements: readonly PolicyStatement[], request: PolicyRequest) => evaluate({ identity: identity(statements), request });

  test('the order of statements, and in which document they are, means nothing', () => {
    fc.assert(
      fc.property(arbitraryPolicies, arbitraryRequest, (statements, request) => {
        const expected = decide(statements, request);
        expect(decide(statements.toReversed(), request)).toBe(expected);
        expect(evaluate({ identity: statements.map((one) => policy(one)), request })).toBe(expected);
      }),
    );
  });

  test('no statement more ever takes a denial back, and no denial more ever allows', () => {
    const rank = { allowed: 0, 'not-allowed': 1, 'explicitly-denied': 2 };
    fc.assert(
      fc.property(arbitraryPolicies, arbitraryStatement, arbitraryRequest, (statements, more, request) => {
        const [before, after] = [decide(statements, request), decide([...statements, more], request)];
        if (before === 'explicitly-denied') expect(after).toBe('explicitly-denied');
        if (more.Effect === 'Deny') expect(rank[after] === 2 || after === before).toBe(true);
        else expect(rank[after]).toBeLessThanOrEqual(rank[before]);
      }),
    );
  });

  test('a grant is the same from the identity and from the resource that names it', () => {
    fc.assert(
      fc.property(arbitraryPolicies, arbitraryPolicies, arbitraryRequest, (own, its, request) => {
        const named = its.map((one) => ({ ...one, Principal: { AWS: role.arn } }));
        const together = evaluate({ identity: identity(own), ...(named.length && { resource: policy(...named) }), request });
        expect(together).toBe(decide([...own, ...its], request));
      }),
    );
  });

  test('without a statement that allows, nothing is', () => {
    fc.assert(
      fc.property(arbitraryPolicies, arbitraryRequest, (statements, request) => {
        const denials = statements.filter(({ Effect }) => Effect === 'Deny');
        expect(decide(denials, request)).not.toBe('allowed');
      }),
    );
  });
});

test('a wildcard finds what a search letter by letter finds', () => {
  /** Written as the definition reads, to be compared with. */
  const fits = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === '';
    if (pattern[0] === '*') return fits(pattern.slice(1), text) || (text !== '' && fits(pattern, text.slice(1)));
    return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && fits(pattern.slice(1), text.slice(1));
  };
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '-', '(', '\\', '*', '?'), maxLength: 8 });
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '-', '(', '\\'), maxLength: 8 });
  fc.assert(
    fc.property(letters, plain, (pattern, text) => {
      const decision = under(allow({ Condition: { StringLike: { k: pattern } } }), { context: { k: text } });
      expect(decision === 'allowed').toBe(fits(pattern, text));
    }),
  );
});
