/** Who is told what: answers that fail, bursts of requests for what is not there, and any change of what keeps the bucket as it is. */
import { Duration, type Stack } from 'aws-cdk-lib';
import { ReadWriteType, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { Alarm, ComparisonOperator, MathExpression, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { InfraSettings } from '../settings.ts';

const period = Duration.minutes(5);
/** Answers in a period. One failure is the Internet; more are ours. */
const manyFailures = 5;
/** Answers in a period: more than crawlers ask, fewer than one busy page with a wrong tag. */
const manyMissing = 200;

/** As CloudTrail calls them; for lifecycles it has two names. */
const bucketChanges = [
  'PutBucketPolicy',
  'DeleteBucketPolicy',
  'PutBucketLifecycle',
  'PutBucketLifecycleConfiguration',
  'DeleteBucketLifecycle',
  'PutBucketVersioning',
  'PutBucketOwnershipControls',
  'DeleteBucketOwnershipControls',
  'PutBucketPublicAccessBlock',
  'DeleteBucketPublicAccessBlock',
  'PutBucketReplication',
  'DeleteBucket',
];
/** What would keep the first rule from hearing anything. */
const trailChanges = ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'];
/** What would keep the rules, the alarms or the topic from being heard, by what each call names in its own way. */
const silencing = ({ stackName }: Stack, topicArn: string): readonly Calls[] => {
  // Those of this stack, by the name that CloudFormation gives them: a rule cannot refer to itself.
  const ours = [{ prefix: `${stackName}-` }];
  return [
    { service: 'events', names: ['DisableRule', 'DeleteRule', 'PutRule'], of: { name: ours } },
    { service: 'events', names: ['RemoveTargets', 'PutTargets'], of: { rule: ours } },
    { service: 'monitoring', names: ['DeleteAlarms', 'DisableAlarmActions'], of: { alarmNames: ours } },
    { service: 'monitoring', names: ['PutMetricAlarm'], of: { alarmName: ours } },
    { service: 'sns', names: ['DeleteTopic', 'SetTopicAttributes'], of: { topicArn: [topicArn] } },
    { service: 'sns', names: ['Unsubscribe', 'SetSubscriptionAttributes'], of: { subscriptionArn: [{ prefix: `${topicArn}:` }] } },
  ];
};

/** Calls of one service that name one of these in one of their parameters. */
interface Calls {
  readonly service: string;
  readonly names: readonly string[];
  readonly of?: Readonly<Record<string, readonly unknown[]>>;
}

export interface Watched {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  readonly logBucket: Bucket;
}

export function addAlarms(
  stack: Stack,
  { alarmEmail, accountHasTrail = false }: InfraSettings,
  { bucket, distribution, logBucket }: Watched,
): void {
  const topic = new Topic(stack, 'Alarms', { displayName: 'Pintag', enforceSSL: true });
  if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
  // A topic with a policy of its own has lost the one that lets its account publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsPublish',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  const toTopic = new SnsAction(topic);
  // EventBridge hears of changes only where a trail records them. The first trail of an account costs nothing but its storage.
  if (!accountHasTrail) {
    new Trail(stack, 'Trail', {
      bucket: logBucket,
      s3KeyPrefix: 'trail',
      managementEvents: ReadWriteType.WRITE_ONLY,
      isMultiRegionTrail: false,
      enableFileValidation: true,
    });
  }

  const alarm = (id: string, alarmDescription: string, metric: Metric | MathExpression, threshold: number) =>
    new Alarm(stack, id, {
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(toTopic);

  alarm(
    'FailedAnswers',
    `${manyFailures} answers with 5xx in ${period.toHumanString()}.`,
    answers(distribution, '5xxErrorRate'),
    manyFailures,
  );
  alarm(
    'MissingFiles',
    `${manyMissing} answers with 404 in ${period.toHumanString()}: a page may have a tag of a version that does not exist.`,
    answers(distribution, '404ErrorRate'),
    manyMissing,
  );

  const changed = (id: string, what: string, pattern: EventPattern) => {
    // The message says who did what; the alarm keeps the moment in the account's history.
    const rule = new Rule(stack, id, { description: what, eventPattern: pattern, targets: [new SnsTopic(topic)] });
    const metric = new Metric({
      namespace: 'AWS/Events',
      metricName: 'TriggeredRules',
      dimensionsMap: { RuleName: rule.ruleName },
      statistic: Stats.SUM,
      period,
    });
    alarm(`${id}Alarm`, what, metric, 1);
    return rule;
  };
  changed(
    'BucketChanged',
    "The bucket's policy, lifecycle, versioning or access was changed.",
    calls({ service: 's3', names: bucketChanges, of: { bucketName: [bucket.bucketName] } }),
  );
  const watcher = changed(
    'AlarmsChanged',
    'A rule, an alarm or the topic that reports changes was changed.',
    calls(...silencing(stack, topic.topicArn)),
  );
  changed(
    'TrailChanged',
    'What records changes was changed, or what watches the alarms.',
    // A rule that has been disabled hears nothing of it.
    calls(
      { service: 'cloudtrail', names: trailChanges },
      { service: 'events', names: ['DisableRule', 'DeleteRule', 'PutRule'], of: { name: [watcher.ruleName] } },
      { service: 'events', names: ['RemoveTargets', 'PutTargets'], of: { rule: [watcher.ruleName] } },
    ),
  );
}

/** CloudFront counts percentages; a burst is a number. */
function answers(distribution: Distribution, rate: string): MathExpression {
  const metric = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/CloudFront',
      metricName,
      statistic,
      period,
      dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
    });
  return new MathExpression({
    expression: 'requests * rate / 100',
    label: rate,
    period,
    usingMetrics: { requests: metric('Requests', Stats.SUM), rate: metric(rate, Stats.AVERAGE) },
  });
}

function calls(...any: readonly Calls[]): EventPattern {
  const patterns = any.map(({ service, names, of }) => ({
    eventSource: [`${service}.amazonaws.com`],
    eventName: [...names],
    ...(of && { requestParameters: of }),
  }));
  const [only, ...more] = patterns;
  return {
    source: [...new Set(any.map(({ service }) => `aws.${service}`))],
    detailType: ['AWS API Call via CloudTrail'],
    detail: more.length === 0 ? { ...only } : { $or: patterns },
  };
}
