/**
 * Whether a request is allowed, by the policies of who asks and of what is asked for, as AWS decides it: an explicit deny wins, then one
 * allow is enough, and without any the answer is no.
 */
import { compileConditions, type Condition, type RequestContext } from './conditions.ts';
import { type ParsedStatement, parsePolicy, type PolicyDocument, type PolicyKind } from './policy-document.ts';
import { compilePrincipal, type Meant, type Principal } from './principals.ts';
import { actionMatcher, arnMatcher, type Matches } from './wildcards.ts';

export type Decision = 'allowed' | 'explicitly-denied' | 'not-allowed';

export interface Judgement {
  readonly decision: Decision;
  /** Whose policy says so; of a denial that is not explicit, neither. */
  readonly deniedBy?: 'identity' | 'resource';
}

export interface Policies {
  /** Of the role or user who asks; nobody else has any. */
  readonly identity: readonly PolicyDocument[];
  /** Of what is asked for: a bucket's policy, or a role's trust policy. */
  readonly resource?: PolicyDocument;
}

export interface PolicyRequest {
  readonly principal: Principal;
  /** `s3:PutObject` */
  readonly action: string;
  /** `arn:aws:s3:::pintag/elements/index.json` */
  readonly resource: string;
  /** Of the resource, where it is another's: then both sides have to allow. Default: the principal's own. */
  readonly resourceAccount?: string;
  /** Condition keys in any case. A key that the request does not have is left out. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * @throws {PolicyNotUnderstood} a policy says something that is outside the grammar understood here.
 * @example evaluate({ identity: [rolePolicy], resource: bucketPolicy, request: { principal, action: 's3:GetObject', resource: arn, context: {} } })
 */
export const evaluate = ({ request, ...policies }: Policies & { readonly request: PolicyRequest }): Decision =>
  evaluator(policies)(request).decision;

/** The same for many requests: the policies are read once. */
export function evaluator({ identity, resource }: Policies): (request: PolicyRequest) => Judgement {
  const own = identity.flatMap((document) => compilePolicy('identity', document));
  const its = resource ? compilePolicy('resource', resource) : [];
  return ({ principal, action, resource: arn, resourceAccount, context }) => {
    const given = contextOf(context);
    const fitting = (statements: readonly Statement[]) =>
      statements.filter(({ isAction, isResource, holds }) => isAction(action) && isResource(arn) && holds(given));
    const ownFitting = principal.kind === 'aws' ? fitting(own) : [];
    const itsFitting = fitting(its).map(({ effect, meant }) => ({ effect, meant: meant(principal) }));

    if (itsFitting.some(({ effect, meant }) => effect === 'Deny' && meant !== 'no')) {
      return { decision: 'explicitly-denied', deniedBy: 'resource' };
    }
    if (ownFitting.some(({ effect }) => effect === 'Deny')) return { decision: 'explicitly-denied', deniedBy: 'identity' };
    const ownAllows = ownFitting.some(({ effect }) => effect === 'Allow');
    const allowing = itsFitting.filter(({ effect }) => effect === 'Allow').map(({ meant }) => meant);
    const isForeign = principal.kind === 'aws' && resourceAccount !== undefined && resourceAccount !== principal.account;
    const isAllowed = isForeign ? ownAllows && allowing.some((meant) => meant !== 'no') : ownAllows || allowing.includes('yes');
    return { decision: isAllowed ? 'allowed' : 'not-allowed' };
  };
}

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly meant: (principal: Principal) => Meant;
  readonly isAction: Matches;
  readonly isResource: Matches;
  readonly holds: Condition;
}

const compilePolicy = (kind: PolicyKind, document: PolicyDocument): readonly Statement[] => parsePolicy(kind, document).map(compile);

const compile = ({ Effect, Principal, Action, NotAction, Resource, NotResource, Condition = {} }: ParsedStatement): Statement => ({
  effect: Effect,
  meant: Principal === undefined ? () => 'yes' : compilePrincipal(Principal),
  isAction: oneOf(Action, NotAction, actionMatcher),
  isResource: oneOf(Resource, NotResource, arnMatcher),
  holds: compileConditions(Condition),
});

/** Neither is there in a trust policy, which is about the role that it belongs to. */
function oneOf(
  wanted: readonly string[] | undefined,
  unwanted: readonly string[] | undefined,
  compileOne: (pattern: string) => Matches,
): Matches {
  const patterns = (wanted ?? unwanted ?? []).map(compileOne);
  if (wanted) return (text) => patterns.some((matches) => matches(text));
  return (text) => !patterns.some((matches) => matches(text));
}

const contextOf = (context: PolicyRequest['context']): RequestContext =>
  new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]));
