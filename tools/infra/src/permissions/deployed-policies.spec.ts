import { evaluator } from '@pintag/local/iam';
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleSettings } from '../settings.ts';
import { synthesise } from '../synthesise.ts';
import type { Template } from '../template.ts';
import { deployedPolicies } from './deployed-policies.ts';
import { roleNames } from './policy-document.ts';
import { resolveIntrinsics } from './resolve-intrinsics.ts';

const deployment = { account: '123456789012', region: 'us-east-1', bucket: 'another-bucket' };
let template: Template;
beforeAll(() => {
  template = synthesise(exampleSettings);
});

test('nothing in them refers to anything any more, and the bucket is the deployed one', () => {
  const text = JSON.stringify(deployedPolicies(template, deployment));
  expect(text).not.toMatch(/"Ref"|Fn::|\$\{|acme-elements/);
  expect(text).toContain('arn:aws:s3:::another-bucket/elements/v*/*/*');
  expect(text).toContain('arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL');
});

test('every role has one document, and one policy of who may take it', () => {
  const { roles, trust } = deployedPolicies(template, deployment);
  expect(roleNames.map((name) => [roles[name].length, trust[name].Statement.length])).toEqual(roleNames.map(() => [1, 1]));
});

test('a template without the bucket is refused', () => {
  expect(() => deployedPolicies({ Resources: {} }, deployment)).toThrow('0 resources of type AWS::S3::Bucket');
});

test('a reference that nothing is known of is an error, and no text', () => {
  expect(() => resolveIntrinsics({ Ref: 'Unknown' }, {})).toThrow('Nothing says what Unknown stands for');
  expect(() => resolveIntrinsics({ 'Fn::Select': [0, []] }, {})).toThrow('Fn::Select');
});

describe('requests that no cell of the table stands for', () => {
  const key = 'arn:aws:s3:::another-bucket/elements/v1.0.0/calendar/main.js';
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } as const;
  const administrator = { kind: 'aws', arn: 'arn:aws:iam::123456789012:user/a', account: '123456789012' } as const;
  const decide = (action: string, resource: string, context: Record<string, string>) =>
    evaluator({ identity: [everything], resource: deployedPolicies(template, deployment).bucket })({
      principal: administrator,
      action,
      resource,
      context: { 'aws:SecureTransport': 'true', ...context },
    }).decision;

  test.each<{ what: string; action: string; context: Record<string, string> }>([
    { what: 'replacing a file by its ETag', action: 's3:PutObject', context: { 's3:if-match': '"0a"' } },
    { what: 'a part of a multipart upload', action: 's3:PutObject', context: { 's3:ObjectCreationOperation': 'true' } },
    { what: 'a copy over it', action: 's3:PutObject', context: { 's3:x-amz-copy-source': 'another-bucket/x' } },
    { what: 'replication into it', action: 's3:ReplicateObject', context: {} },
    { what: 'replicated deletion', action: 's3:ReplicateDelete', context: {} },
    { what: 'creating it without TLS', action: 's3:PutObject', context: { 's3:if-none-match': '*', 'aws:SecureTransport': 'false' } },
    { what: 'reading it without TLS', action: 's3:GetObject', context: { 'aws:SecureTransport': 'false' } },
  ])('$what is denied to an administrator', ({ action, context }) => {
    expect(decide(action, key, context)).toBe('explicitly-denied');
  });

  test('the list of a feature whose name starts with a v can be replaced', () => {
    expect(decide('s3:PutObject', 'arn:aws:s3:::another-bucket/elements/video/versions.json', { 's3:if-match': '"0a"' })).toBe('allowed');
  });

  test('another distribution reads nothing', () => {
    const decideFor = (source: string) =>
      evaluator({ identity: [], resource: deployedPolicies(template, deployment).bucket })({
        principal: { kind: 'service', service: 'cloudfront.amazonaws.com' },
        action: 's3:GetObject',
        resource: key,
        context: { 'aws:SecureTransport': 'true', 'aws:SourceArn': source },
      }).decision;
    expect(decideFor('arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL')).toBe('allowed');
    expect(decideFor('arn:aws:cloudfront::999999999999:distribution/EOTHER')).toBe('not-allowed');
  });
});

describe('what a role may list', () => {
  test.each([
    { role: 'plan', prefix: 'elements/_records/calendar/', listed: true },
    { role: 'plan', prefix: '_staging/', listed: false },
    { role: 'plan', prefix: '', listed: false },
    { role: 'preview', prefix: 'elements/_preview/pr-7/', listed: false },
    { role: 'stage', prefix: '_staging/calendar/', listed: true },
    { role: 'stage', prefix: '_claims/', listed: false },
    { role: 'release', prefix: '_receipts/calendar/', listed: true },
    { role: 'release', prefix: '_staging/calendar/0a1b2c3.tar', listed: true },
    { role: 'channels', prefix: '_channels/calendar.json', listed: true },
    { role: 'channels', prefix: 'elements/', listed: false },
  ] as const)('$role, "$prefix": $listed', ({ role, prefix, listed }) => {
    const { bucket, roles } = deployedPolicies(template, deployment);
    const decision = evaluator({ identity: roles[role], resource: bucket })({
      principal: { kind: 'aws', arn: `arn:aws:iam::123456789012:role/${role}`, account: '123456789012' },
      action: 's3:ListBucket',
      resource: 'arn:aws:s3:::another-bucket',
      context: { 'aws:SecureTransport': 'true', ...(prefix !== '' && { 's3:prefix': prefix }) },
    }).decision;
    expect(decision === 'allowed').toBe(listed);
  });
});
