/** docs/who-may-do-what.md: every cell is the decision of an evaluator of policies over those that the stack deploys. */
import { evaluator, type PolicyRequest } from '@pintag/local/iam';
import { type KeyGroup, keySpace } from '../key-space.ts';
import { deployedPolicies } from '../permissions/deployed-policies.ts';
import { type PolicyDocument, roleNames } from '../permissions/policy-document.ts';
import { exampleSettings } from '../settings.ts';
import type { Template } from '../template.ts';

const account = '123456789012';
const bucketArn = `arn:aws:s3:::${exampleSettings.bucketName}`;
const distributionArn = `arn:aws:cloudfront::${account}:distribution/E2QWRUHAPOMQZL`;
const keyValueStoreArn = `arn:aws:cloudfront::${account}:key-value-store/c2b5a1f0-6a3d-4f53-9b0e-6c1d5f2a7e90`;
const etag = '"0123456789abcdef0123456789abcdef"';

interface Deed {
  readonly verb: string;
  readonly action: string;
  readonly context?: PolicyRequest['context'];
}

/** In the order in which a cell names them. */
const deeds: readonly Deed[] = [
  { verb: 'list', action: 's3:ListBucket' },
  { verb: 'read', action: 's3:GetObject' },
  { verb: 'add', action: 's3:PutObject', context: { 's3:if-none-match': '*' } },
  { verb: 'replace by ETag', action: 's3:PutObject', context: { 's3:if-match': etag } },
  { verb: 'overwrite', action: 's3:PutObject' },
  { verb: 'delete', action: 's3:DeleteObject' },
  { verb: 'delete for good', action: 's3:DeleteObjectVersion' },
];
const others: readonly (Deed & { readonly what: string; readonly resource: string })[] = [
  { what: 'tell the edge to forget a path', verb: 'yes', action: 'cloudfront:CreateInvalidation', resource: distributionArn },
  { what: "read the edge's channels", verb: 'yes', action: 'cloudfront-keyvaluestore:ListKeys', resource: keyValueStoreArn },
  { what: "move the edge's channels", verb: 'yes', action: 'cloudfront-keyvaluestore:UpdateKeys', resource: keyValueStoreArn },
  { what: "change the bucket's policy", verb: 'yes', action: 's3:PutBucketPolicy', resource: bucketArn },
  { what: "change the bucket's lifecycle", verb: 'yes', action: 's3:PutLifecycleConfiguration', resource: bucketArn },
  { what: 'change the distribution', verb: 'yes', action: 'cloudfront:UpdateDistribution', resource: distributionArn },
];

interface Column {
  readonly title: string;
  readonly may: (deed: Deed, resource: string) => boolean;
}

const administrator: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' }],
};

export function whoMayDoWhat(template: Template): string {
  const policies = deployedPolicies(template, { account, region: 'us-east-1', bucket: exampleSettings.bucketName, keyValueStoreArn });
  const column = (title: string, principal: PolicyRequest['principal'], identity: readonly PolicyDocument[], own = {}): Column => {
    const decide = evaluator({ identity, resource: policies.bucket });
    return {
      title,
      may: ({ action, context = {} }, resource) =>
        decide({ principal, action, resource, context: { 'aws:SecureTransport': 'true', ...own, ...context } }).decision === 'allowed',
    };
  };
  const columns: readonly Column[] = [
    ...roleNames.map((name) => column(name, iam(`role/${name}`), policies.roles[name])),
    column('the distribution', { kind: 'service', service: 'cloudfront.amazonaws.com' }, [], { 'aws:SourceArn': distributionArn }),
    column('an administrator', iam('user/administrator'), [administrator]),
    column('anybody else', { kind: 'anonymous' }, []),
  ];
  const row = (title: string, cell: (column: Column) => string) => `| ${[title, ...columns.map(cell)].join(' | ')} |`;
  return [
    intro,
    row('', ({ title }) => title),
    row('---', () => '---'),
    ...Object.values<KeyGroup>(keySpace).map(({ pattern, what, example }) =>
      row(`\`${pattern}\`, ${what}`, ({ may }) => cellOf(deeds.filter((deed) => may(...onKey(deed, example))).map(({ verb }) => verb))),
    ),
    ...others.map((other) => row(other.what, ({ may }) => (may(other, other.resource) ? other.verb : '–'))),
    words,
    ...roleNames.map(
      (name) =>
        `- **${name}**: ${subjectsIn(policies.trust[name])
          .map((subject) => `\`${subject}\``)
          .join(', ')}`,
    ),
    residue,
  ].join('\n');
}

/** What lists asks for the bucket, and names the key as prefix. */
function onKey(deed: Deed, key: string): [Deed, string] {
  if (deed.action !== 's3:ListBucket') return [deed, `${bucketArn}/${key}`];
  return [{ ...deed, context: { 's3:prefix': key } }, bucketArn];
}

const iam = (name: string): PolicyRequest['principal'] => ({ kind: 'aws', arn: `arn:aws:iam::${account}:${name}`, account });

function cellOf(verbs: readonly string[]): string {
  if (verbs.length === deeds.length) return 'anything';
  return verbs.join(', ') || '–';
}

function subjectsIn({ Statement }: PolicyDocument): readonly string[] {
  const values = Statement.flatMap(({ Condition }) => Condition?.['StringEquals']?.['token.actions.githubusercontent.com:sub'] ?? []);
  return values;
}

const intro = `# Who may do what?

Generated from the synthesised stack, by an evaluator of the policies that it deploys: a test fails when this page says anything else than they do (\`vitest run tools/infra/src/documentation --update\` writes it again).
That the policies are what a request meets is tried with the AWS command line, rclone and the SDK against the store on one machine, which enforces these very documents ([the proof](policy-proof.md)).
`;

const words = `
**add**: create what is not there (\`If-None-Match: *\`). **replace by ETag**: put something in place of what the request names (\`If-Match\`). **overwrite**: put it there whatever was there. All of it over TLS;
without, nobody may do anything. **list**: learn what is there; also what tells a missing object from a forbidden one.

No role, and no administrator, may overwrite or delete what was written once: the bucket's policy refuses it to everyone, whatever their own rights.
Multipart uploads and copies carry no \`If-None-Match\` on every step, so they are refused there too.

## Who may take a role?

Only GitHub jobs of one repository, for an hour, by what started them. As GitHub signs them, for \`acme/elements\`:
`;

const residue = `
_release_ and _channels_ name an environment: which branches may use it, and who approves, is said in GitHub ([From an empty account to the first release](aws.md)). _plan_ and _stage_ name branches, those of \`aws.releaseBranches\`: who can put something onto one, or make one, can stage, so GitHub has to ask for a review first. A pull request from a fork gets no token to take any role with.

## What can no policy take away?

- Whoever may change the bucket's policy can remove it and then overwrite: the account's root and its administrators. Every such change is an alarm, and the versions of what was there are kept; removing those too takes \`s3:DeleteObjectVersion\`, after the policy.
- The same goes for the lifecycle, which the policy does not bind: a rule for \`elements/\` would let things expire. A change of it is an alarm.
- Who may change rules, alarms and their topic can silence them, which is an alarm as well; who silences all of them within the same minutes is told of in the trail alone.
- Who may change the distribution can serve something else under the same URLs. Nothing is overwritten then, and a page with \`integrity\` in its tag refuses it.
- Whoever administers the repository on GitHub can change who approves, and which branches count as protected. What they release then is new versions, not other bytes under old ones.
- AWS itself can be asked to close the account.

So nobody's daily work should need an administrator's rights, and pages should pin by \`integrity\`.
`;
