/** What cdk-nag would have otherwise, and why it is as it is. Nothing is accepted for the whole stack. */
import { Validations } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { bucketArnOf } from '../permissions/bucket-policy.ts';
import { type RoleName, roleNames } from '../permissions/policy-document.ts';
import { wildcardsOf } from '../permissions/role-policies.ts';
import type { InfraSettings } from '../settings.ts';

export interface Accepting {
  readonly distribution: Distribution;
  readonly roles: Readonly<Record<RoleName, CfnRole>>;
}

export function acceptFindings(settings: InfraSettings, { distribution, roles }: Accepting): void {
  const accept = (construct: IConstruct, findings: Readonly<Record<string, string>>) => {
    for (const [id, reason] of Object.entries(findings))
      Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${id}`, reason });
  };
  accept(distribution, {
    CFR1: 'Pages anywhere may use an element; there is no country to keep out.',
    CFR2: 'There is nothing behind it but objects that anybody may read: no form, no query, no program that a request could reach.',
    CFR3: "Access is logged by CloudFront's newer way (logs.ts), which this rule does not look at, and which needs no bucket with access control lists.",
    ...(settings.certificateArn === undefined && {
      CFR4: "Without a domain of its own the distribution has CloudFront's certificate, whose protocols cannot be chosen.",
    }),
  });
  for (const name of roleNames) {
    accept(
      roles[name],
      Object.fromEntries(wildcardsOf(name).map(({ pattern, why }) => [`IAM5[Resource::${bucketArnOf(settings)}/${pattern}]`, why])),
    );
  }
}
