/** Who asks, and whether a statement of a resource's policy means them. */
import { type ParsedStatement, PolicyNotUnderstood } from './policy-document.ts';

export type Principal =
  /** A role (whoever has assumed it), a user, or `arn:aws:iam::<account>:root`. */
  | { readonly kind: 'aws'; readonly arn: string; readonly account: string }
  /** `cloudfront.amazonaws.com` */
  | { readonly kind: 'service'; readonly service: string }
  /** ARN of the identity provider whose token the request brings. */
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'anonymous' };

/** `its-account`: the statement leaves it to the account, whose own policies then have to allow it. */
export type Meant = 'yes' | 'its-account' | 'no';

/** @throws {PolicyNotUnderstood} */
export function compilePrincipal(given: NonNullable<ParsedStatement['Principal']>): (principal: Principal) => Meant {
  if (given === '*' || given.AWS?.includes('*')) return () => 'yes';
  const { AWS = [], Service = [], Federated = [] } = given;
  if (AWS.length + Service.length + Federated.length === 0) throw new PolicyNotUnderstood('A principal names nobody.');
  for (const arn of AWS) {
    if (!/^(\d{12}|arn:aws:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+))$/.test(arn)) {
      throw new PolicyNotUnderstood(`"${arn}" is no principal that is understood here.`);
    }
  }
  const wild = [...Service, ...Federated].find((name) => name.includes('*'));
  if (wild !== undefined) throw new PolicyNotUnderstood(`"${wild}" is no principal that is understood here.`);

  return (principal) => {
    switch (principal.kind) {
      case 'aws': {
        const { arn, account } = principal;
        if (AWS.includes(arn)) return 'yes';
        return AWS.includes(account) || AWS.includes(`arn:aws:iam::${account}:root`) ? 'its-account' : 'no';
      }
      case 'service':
        return Service.includes(principal.service) ? 'yes' : 'no';
      case 'federated':
        return Federated.includes(principal.provider) ? 'yes' : 'no';
      case 'anonymous':
        return 'no';
    }
  };
}
