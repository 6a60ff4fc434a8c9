/** The rules against events as CloudTrail words them: each call names what it is about in its own way. */
import { beforeAll, expect, test } from 'vitest';
import { resolveIntrinsics } from '../permissions/resolve-intrinsics.ts';
import { exampleSettings } from '../settings.ts';
import { synthesise } from '../synthesise.ts';
import type { Template } from '../template.ts';
import { matchesPattern } from '../testing/event-pattern.ts';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:Pintag-Alarms-1ABC';
const subscriptionArn = `${topicArn}:0a1b2c3d-0000-4000-8000-000000000000`;
const otherArn = 'arn:aws:sns:us-east-1:123456789012:orders';
const bucketRule = 'Pintag-BucketChanged-1ABC';
const alarmsRule = 'Pintag-AlarmsChanged-1ABC';

let template: Template;
/** By what their logical id begins with. */
let patterns: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
beforeAll(() => {
  template = synthesise(exampleSettings);
  const resources = Object.entries(template.Resources);
  // As CloudFormation names what has no name: stack, logical id, something random.
  const named = (id: string) => `Pintag-${id.replace(/[0-9A-F]{8}$/, '')}-1ABC`;
  const values = Object.fromEntries(
    resources.map(([id, { Type }]) => [id, Type === 'AWS::S3::Bucket' ? id : Type === 'AWS::SNS::Topic' ? topicArn : named(id)]),
  );
  patterns = Object.fromEntries(
    resources
      .filter(([, { Type }]) => Type === 'AWS::Events::Rule')
      .map(([id, { Properties }]) => [
        id.replace(/[0-9A-F]{8}$/, ''),
        resolveIntrinsics(Properties!['EventPattern'], values) as Readonly<Record<string, unknown>>,
      ]),
  );
});

/** @param call `events:DisableRule` */
function rulesThatHear(call: string, requestParameters: object | null): readonly string[] {
  const [service, eventName] = call.split(':');
  const event = {
    version: '0',
    source: `aws.${service}`,
    'detail-type': 'AWS API Call via CloudTrail',
    account: '123456789012',
    region: 'us-east-1',
    resources: [],
    detail: { eventVersion: '1.11', eventSource: `${service}.amazonaws.com`, eventName, awsRegion: 'us-east-1', requestParameters },
  };
  return Object.keys(patterns).filter((name) => matchesPattern(patterns[name]!, event));
}

test.each<{ call: string; parameters: object }>([
  { call: 'events:DisableRule', parameters: { name: bucketRule } },
  { call: 'events:DeleteRule', parameters: { name: bucketRule, force: false } },
  { call: 'events:PutRule', parameters: { name: bucketRule, eventPattern: '{}', state: 'ENABLED' } },
  { call: 'events:RemoveTargets', parameters: { rule: bucketRule, ids: ['Target0'], force: false } },
  { call: 'events:PutTargets', parameters: { rule: bucketRule, targets: [{ id: 'Target0', arn: otherArn }] } },
  { call: 'monitoring:DeleteAlarms', parameters: { alarmNames: ['others', 'Pintag-BucketChangedAlarm-1ABC'] } },
  { call: 'monitoring:DisableAlarmActions', parameters: { alarmNames: ['Pintag-BucketChangedAlarm-1ABC'] } },
  { call: 'monitoring:PutMetricAlarm', parameters: { alarmName: 'Pintag-FailedAnswers-1ABC', threshold: 1e9 } },
  { call: 'sns:DeleteTopic', parameters: { topicArn } },
  { call: 'sns:SetTopicAttributes', parameters: { topicArn, attributeName: 'Policy', attributeValue: '{}' } },
  { call: 'sns:Unsubscribe', parameters: { subscriptionArn } },
  { call: 'sns:SetSubscriptionAttributes', parameters: { subscriptionArn, attributeName: 'FilterPolicy', attributeValue: '{"a":["b"]}' } },
])('$call of what reports changes is reported', ({ call, parameters }) => {
  expect(rulesThatHear(call, parameters)).toEqual(['AlarmsChanged']);
});

test.each<{ call: string; parameters: object }>([
  { call: 'events:DisableRule', parameters: { name: alarmsRule } },
  { call: 'events:RemoveTargets', parameters: { rule: alarmsRule, ids: ['Target0'] } },
])('$call of the rule that watches the others is heard by another one too', ({ call, parameters }) => {
  expect(rulesThatHear(call, parameters)).toEqual(['AlarmsChanged', 'TrailChanged']);
});

test.each<{ call: string; parameters: object | null; heard: readonly string[] }>([
  { call: 'cloudtrail:StopLogging', parameters: { name: 'Pintag-Trail-1ABC' }, heard: ['TrailChanged'] },
  { call: 'events:DisableRule', parameters: { name: 'nightly' }, heard: [] },
  { call: 'events:RemoveTargets', parameters: { rule: 'nightly', ids: ['1'] }, heard: [] },
  { call: 'events:ListRules', parameters: null, heard: [] },
  { call: 'monitoring:DeleteAlarms', parameters: { alarmNames: ['others'] }, heard: [] },
  { call: 'sns:DeleteTopic', parameters: { topicArn: otherArn }, heard: [] },
  { call: 'sns:Unsubscribe', parameters: { subscriptionArn: `${otherArn}:0a` }, heard: [] },
  { call: 's3:PutBucketPolicy', parameters: { bucketName: 'another' }, heard: [] },
])('$call of $parameters is heard by $heard', ({ call, parameters, heard }) => {
  expect(rulesThatHear(call, parameters)).toEqual(heard);
});
