/** Each role has what our own code needs of it, and nothing more: without any one part of what it may, something of ours is refused. */
import { type Decided, putInForce } from '@pintag/local';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DeployedPolicies } from '../permissions/deployed-policies.ts';
import { type PolicyDocument, type RoleName, roleNames } from '../permissions/policy-document.ts';
import { type Duty, duties, fulfil } from './own-code.ts';
import { openProvingGround } from './proving-ground.ts';
import { withoutParts, withoutStatements } from './smaller-policies.ts';
import { bucket, distributionId, localPoliciesOf, synthesisedPolicies } from './synthesised.ts';

const deployed: DeployedPolicies = synthesisedPolicies();

interface Tried {
  readonly failure?: unknown;
  /** What was asked for, by whomever. */
  readonly decisions: readonly Decided[];
}

async function attempt(duty: Duty, policies: Pick<DeployedPolicies, 'bucket' | 'roles'>): Promise<Tried> {
  const ground = await openProvingGround(localPoliciesOf(policies), []);
  try {
    await fulfil(duty, ground);
    return { decisions: ground.takeDecisions() };
  } catch (failure) {
    return { failure, decisions: ground.takeDecisions() };
  } finally {
    await ground.close();
  }
}

const withRole = (role: RoleName, document: PolicyDocument) => ({ ...deployed, roles: { ...deployed.roles, [role]: [document] } });
const documentOf = (role: RoleName): PolicyDocument => {
  const [document, ...more] = deployed.roles[role];
  if (!document || more.length > 0) throw new Error(`${role} has ${deployed.roles[role].length} documents.`);
  return document;
};

/** What a role asked for while our code did all that is its to do. */
const asked = new Map<RoleName, Decided[]>(roleNames.map((role) => [role, []]));
const done = new Map<Duty, Tried>();
beforeAll(async () => {
  for (const duty of duties) {
    const tried = await attempt(duty, deployed);
    done.set(duty, tried);
    asked.get(duty.role)!.push(...tried.decisions.filter(({ principal }) => principal === duty.role));
  }
}, 300_000);

describe('is enough', () => {
  test.each(duties)('for $role: $command $when', (duty) => {
    expect(done.get(duty)).not.toHaveProperty('failure');
  });

  test.each(roleNames)('%s asks for nothing that it has not', (role) => {
    expect(asked.get(role)!.filter(({ decision }) => decision !== 'allowed')).toEqual([]);
  });
});

/** Whether the role would have been refused anything that it asked for. */
function isMissed(role: RoleName, document: PolicyDocument): boolean {
  const { authorize } = putInForce(localPoliciesOf(withRole(role, document)), { bucketName: bucket, distributionId });
  return asked.get(role)!.some((question) => authorize(question) !== 'allow');
}

describe('is no more than that', () => {
  const statements = roleNames.flatMap((role) => withoutStatements(documentOf(role)).map((smaller) => ({ role, ...smaller })));
  test.each(statements)('$role without $without fails at something of ours', async ({ role, document }) => {
    for (const duty of duties.filter((one) => one.role === role)) {
      const { failure } = await attempt(duty, withRole(role, document));
      if (failure !== undefined) return;
    }
    expect.fail('Everything works as before.');
  });

  test.each(roleNames)('%s needs every action, resource and prefix that it has', (role) => {
    const unneeded = withoutParts(documentOf(role)).filter(({ document }) => !isMissed(role, document));
    expect(unneeded.map(({ without }) => without)).toEqual([]);
  });
});
