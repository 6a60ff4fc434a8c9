/** S3, the CloudFront API and an edge on one machine. */
export { type Local, localBucket, localRegion, startLocal, type StartLocalOptions } from './start-local.ts';
export { type Attached, attachOrStartLocal, findRunning } from './attach.ts';
export { type DistributionDescription, usualDistribution } from './cloudfront/distribution.ts';
export { type LocalAddresses } from './data/server-file.ts';
export { type LocalEvent, type Log as LocalLog } from './log.ts';
export { evaluate, evaluator, type Decision, type Policies, type PolicyRequest } from './iam/evaluate.ts';
export { type Decided, type LocalPolicies, type LocalRole, putInForce } from './iam/local-policies.ts';
export { type PolicyDocument, PolicyNotUnderstood, type PolicyStatement } from './iam/policy-document.ts';
export type { Principal } from './iam/principals.ts';
export { type AccessQuestion, type Authorize } from './s3/access.ts';
