import { cachePolicies, notFound, responseHeaders } from '@pintag/cdn';
import { edgeFunctions, edgeFunctionSizeLimit } from '@pintag/cdn/edge-function';
import { Match, Template as Assertions } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { keySpace } from '../key-space.ts';
import { exampleSettings, type InfraSettings } from '../settings.ts';
import { synthesise, templateLimit, templateSize } from '../synthesise.ts';
import type { Template } from '../template.ts';
import { lifetimesOf } from './cache-lifetimes.ts';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000';
const oidcProviderArn = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';

let template: Template;
/** With everything that can be chosen. */
let chosen: Template;
let stack: Assertions;
beforeAll(() => {
  template = synthesise(exampleSettings);
  chosen = synthesise({
    ...exampleSettings,
    domainNames: ['cdn.example.com'],
    certificateArn,
    oidcProviderArn,
    accountHasTrail: true,
    alarmEmail: 'cdn@example.com',
  });
  stack = Assertions.fromJSON(template as Parameters<typeof Assertions.fromJSON>[0]);
});

/** The configuration of the only resource of a type, or of the one whose name ends so. */
function propertiesOf(type: string, nameEnd = ''): Record<string, unknown> {
  const found = Object.values(template.Resources).filter(
    ({ Type, Properties }) => Type === type && JSON.stringify(Properties).includes(`${nameEnd}"`),
  );
  expect(found).toHaveLength(1);
  return { ...found[0]!.Properties };
}

describe('the bucket', () => {
  test('is private, versioned, its owner’s, and kept when the stack goes', () => {
    stack.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: 'acme-elements',
        VersioningConfiguration: { Status: 'Enabled' },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: Match.anyValue(),
        LoggingConfiguration: Match.anyValue(),
      },
    });
  });

  test('forgets staged bundles and previews, and nothing else', () => {
    const { LifecycleConfiguration } = propertiesOf('AWS::S3::Bucket', 'acme-elements');
    const { Rules } = LifecycleConfiguration as { Rules: readonly { Prefix: string; ExpirationInDays: number; Status: string }[] };
    expect(Rules.map(({ Prefix, ExpirationInDays, Status }) => [Prefix, ExpirationInDays, Status])).toEqual([
      ['elements/_preview/', keySpace.previews.expiresAfter, 'Enabled'],
      ['_staging/', keySpace.staged.expiresAfter, 'Enabled'],
    ]);
  });

  test('has one policy, that of this stack', () => {
    const policies = Object.values(stack.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: 'acme-elements' } }));
    expect(policies).toHaveLength(1);
  });
});

describe('the distribution', () => {
  test('speaks HTTP/2 and HTTP/3, only over TLS, and reads the bucket with a signature of its own', () => {
    const behavior = {
      ViewerProtocolPolicy: 'redirect-to-https',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
      CachedMethods: ['GET', 'HEAD'],
      Compress: true,
      FunctionAssociations: [
        { EventType: 'viewer-request', FunctionARN: Match.anyValue() },
        { EventType: 'viewer-response', FunctionARN: Match.anyValue() },
      ],
    };
    stack.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        HttpVersion: 'http2and3',
        IPV6Enabled: true,
        DefaultRootObject: 'index.html',
        DefaultCacheBehavior: Match.objectLike(behavior),
        CacheBehaviors: [Match.objectLike({ PathPattern: 'elements/*', ...behavior })],
        Origins: [Match.objectLike({ OriginAccessControlId: Match.anyValue(), S3OriginConfig: { OriginAccessIdentity: '' } })],
      }),
    });
    stack.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: Match.objectLike({ SigningBehavior: 'always', SigningProtocol: 'sigv4' }),
    });
  });

  test('answers what is missing with 404 and a page, and keeps no failure longer than ten seconds', () => {
    const { DistributionConfig } = propertiesOf('AWS::CloudFront::Distribution');
    const { CustomErrorResponses } = DistributionConfig as { CustomErrorResponses: readonly Record<string, unknown>[] };
    const page = { ResponseCode: notFound.status, ResponsePagePath: '/elements/_errors/not-found.json' };
    expect(CustomErrorResponses.filter((response) => 'ResponseCode' in response)).toEqual([
      { ErrorCode: 403, ErrorCachingMinTTL: 10, ...page },
      { ErrorCode: 404, ErrorCachingMinTTL: 10, ...page },
    ]);
    expect(new Set(CustomErrorResponses.map(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL))).toEqual(new Set([10]));
  });

  test.each([
    { name: 'Pintag-Elements', rows: ['artefact', 'runtime', 'record', 'index', 'preview'] },
    { name: 'Pintag-Catalog', rows: ['catalog'] },
  ])('keeps what $rows say, and nothing of the request tells two copies apart', ({ name, rows }) => {
    const seconds = cachePolicies
      .filter((policy) => rows.includes(policy.name))
      .map(({ cacheControl }) => Number(/s-maxage=(\d+)/.exec(cacheControl)?.[1] ?? /max-age=(\d+)/.exec(cacheControl)?.[1]));
    expect(propertiesOf('AWS::CloudFront::CachePolicy', name)['CachePolicyConfig']).toMatchObject({
      MinTTL: 0,
      DefaultTTL: Math.min(...seconds),
      MaxTTL: Math.max(...seconds),
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        EnableAcceptEncodingGzip: true,
        EnableAcceptEncodingBrotli: false,
      },
    });
  });

  test.each([
    { name: 'Pintag-ElementsHeaders', on: ['always', 'cors'] },
    { name: 'Pintag-CatalogHeaders', on: ['always', 'cors', 'catalog'] },
  ])('adds the headers of the table on $on: $name', ({ name, on }) => {
    const config = propertiesOf('AWS::CloudFront::ResponseHeadersPolicy', name)['ResponseHeadersPolicyConfig'];
    const expected = responseHeaders.filter((header) => on.includes(header.on)).map((header) => [header.name, header.value] as const);
    expect(headersOf(config as HeadersPolicyConfig)).toEqual(Object.fromEntries(expected));
  });

  test('has a domain of its own where there is one', () => {
    Assertions.fromJSON(chosen as Parameters<typeof Assertions.fromJSON>[0]).hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        Aliases: ['cdn.example.com'],
        ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
      }),
    });
    expect(chosen.Outputs?.['EdgeOrigin']?.Value).toBe('https://cdn.example.com');
  });
});

describe('the edge functions', () => {
  test.each(['viewer-request', 'viewer-response'] as const)('%s is the text that the local edge runs', (event) => {
    const { FunctionCode, FunctionConfig, AutoPublish } = propertiesOf('AWS::CloudFront::Function', `Pintag-${event}`);
    expect(FunctionCode).toBe(edgeFunctions[event]);
    expect(Buffer.byteLength(String(FunctionCode))).toBeLessThan(edgeFunctionSizeLimit);
    expect([AutoPublish, (FunctionConfig as { Runtime: string }).Runtime]).toEqual([true, 'cloudfront-js-2.0']);
  });

  test('the first one alone asks the store of the channels', () => {
    const store = Object.keys(stack.findResources('AWS::CloudFront::KeyValueStore'))[0]!;
    const asked = (event: string) => propertiesOf('AWS::CloudFront::Function', `Pintag-${event}`)['FunctionConfig'];
    expect(asked('viewer-request')).toMatchObject({ KeyValueStoreAssociations: [{ KeyValueStoreARN: { 'Fn::GetAtt': [store, 'Arn'] } }] });
    expect(asked('viewer-response')).not.toHaveProperty('KeyValueStoreAssociations');
  });
});

describe('alarms', () => {
  const rateOf = (metric: string) =>
    Match.arrayWith([
      Match.objectLike({ Expression: 'requests * rate / 100' }),
      Match.objectLike({ MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: metric }) }) }),
    ]);

  test.each([
    { metric: '5xxErrorRate', threshold: 5 },
    { metric: '404ErrorRate', threshold: 200 },
  ])('$threshold answers of $metric in five minutes', ({ metric, threshold }) => {
    stack.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: rateOf(metric),
      Threshold: threshold,
      AlarmActions: [Match.anyValue()],
      TreatMissingData: 'notBreaching',
    });
    stack.resourceCountIs('AWS::CloudFront::MonitoringSubscription', 1);
  });

  test.each([
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutBucketLifecycle',
    'PutBucketLifecycleConfiguration',
    'DeleteBucketLifecycle',
    'PutBucketReplication',
    'PutBucketVersioning',
  ])('%s of the bucket', (call) => {
    const rules = stack.findResources('AWS::Events::Rule', {
      Properties: { EventPattern: { detail: Match.objectLike({ eventName: Match.arrayWith([call]) }) } },
    });
    const [[id, rule] = []] = Object.entries(rules);
    const bucket = Object.keys(stack.findResources('AWS::S3::Bucket', { Properties: { BucketName: 'acme-elements' } }))[0]!;
    expect(rule).toMatchObject({
      Properties: {
        State: 'ENABLED',
        EventPattern: { 'detail-type': ['AWS API Call via CloudTrail'], detail: { requestParameters: { bucketName: [{ Ref: bucket }] } } },
        Targets: [{ Arn: { Ref: expect.stringMatching(/^Alarms/) } }],
      },
    });
    stack.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'TriggeredRules',
      Dimensions: [{ Name: 'RuleName', Value: { Ref: id } }],
      Threshold: 1,
    });
  });

  test('EventBridge and CloudWatch may both publish them', () => {
    const { PolicyDocument } = propertiesOf('AWS::SNS::TopicPolicy') as {
      PolicyDocument: { Statement: readonly { Effect: string; Principal: { Service?: string } }[] };
    };
    const services = PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal.Service);
    expect(services.sort()).toEqual(['cloudwatch.amazonaws.com', 'events.amazonaws.com']);
  });

  test('changes are recorded, unless the account does so already', () => {
    stack.hasResourceProperties('AWS::CloudTrail::Trail', {
      IsLogging: true,
      EventSelectors: [Match.objectLike({ ReadWriteType: 'WriteOnly' })],
    });
    const types = Object.values(chosen.Resources).map(({ Type }) => Type);
    expect(types).not.toContain('AWS::CloudTrail::Trail');
    expect(types).toContain('AWS::SNS::Subscription');
  });
});

test('access is logged, into a bucket that is private too', () => {
  stack.hasResourceProperties('AWS::Logs::DeliverySource', { LogType: 'ACCESS_LOGS' });
  stack.resourceCountIs('AWS::Logs::Delivery', 1);
  stack.resourcePropertiesCountIs('AWS::S3::Bucket', { PublicAccessBlockConfiguration: Match.objectLike({ BlockPublicPolicy: true }) }, 2);
});

test('an account that has a provider for GitHub keeps it', () => {
  expect(Object.values(chosen.Resources).map(({ Type }) => Type)).not.toContain('AWS::IAM::OIDCProvider');
  expect(JSON.stringify(chosen.Resources['StageRole'])).toContain(oidcProviderArn);
});

test('the same settings make the same template', () => {
  expect(synthesise(exampleSettings)).toEqual(template);
});

describe('it fits into one request to CloudFormation, so that no bucket is needed to hand it over', () => {
  /** Everything that makes it longer, and nothing that the account has already. */
  const everything: InfraSettings = {
    ...exampleSettings,
    bucketName: 'b'.repeat(63),
    repositoryIds: { owner: 999_999_999, repository: 9_999_999_999 },
    domainNames: ['cdn.elements.example.com', 'cdn.elements.example.org', 'elements.cdn.example.net'],
    certificateArn,
    alarmEmail: `${'a'.repeat(64)}@${'e'.repeat(60)}.example.com`,
  };

  test.each<{ what: string; more: Partial<InfraSettings> }>([
    { what: 'six release branches', more: { releaseBranches: ['main', 'next', 'beta', '1.x', '2.x', '10.12.x'] } },
    { what: 'the longest name that a repository can have', more: { repository: `${'o'.repeat(39)}/${'r'.repeat(100)}` } },
  ])('with $what', ({ more }) => {
    expect(templateSize(synthesise({ ...everything, ...more }))).toBeLessThan(templateLimit);
  });

  test('where it does not, the settings are refused, and not the deployment', () => {
    const releaseBranches = Array.from({ length: 14 }, (_, index) => `${index}.x`);
    expect(() => synthesise({ ...everything, releaseBranches })).toThrow(
      expect.objectContaining({ code: 'PT_AWS_SETTINGS', message: expect.stringMatching(/a template of 5\d\.\d kB/) }),
    );
  });
});

test('a row of the table that names no time is noticed', () => {
  expect(() => lifetimesOf(['not-served'])).toThrow('"private, no-store" names no time');
  expect(() => lifetimesOf([])).toThrow('No cache policy');
});

interface HeadersPolicyConfig {
  readonly CorsConfig: { readonly AccessControlAllowOrigins: { readonly Items: readonly string[] } };
  readonly SecurityHeadersConfig: {
    readonly ContentTypeOptions?: object;
    readonly StrictTransportSecurity?: { readonly AccessControlMaxAgeSec: number; readonly IncludeSubdomains: boolean };
    readonly ReferrerPolicy?: { readonly ReferrerPolicy: string };
    readonly ContentSecurityPolicy?: { readonly ContentSecurityPolicy: string };
  };
  readonly CustomHeadersConfig: {
    readonly Items: readonly { readonly Header: string; readonly Value: string; readonly Override: boolean }[];
  };
}

/** The headers that CloudFront makes of a policy, as its documentation words them. */
function headersOf({ CorsConfig, SecurityHeadersConfig: security, CustomHeadersConfig }: HeadersPolicyConfig): Record<string, string> {
  const { ContentTypeOptions, StrictTransportSecurity: strict, ReferrerPolicy, ContentSecurityPolicy } = security;
  return {
    'access-control-allow-origin': CorsConfig.AccessControlAllowOrigins.Items.join(', '),
    ...(ContentTypeOptions && { 'x-content-type-options': 'nosniff' }),
    ...(strict && {
      'strict-transport-security': `max-age=${strict.AccessControlMaxAgeSec}${strict.IncludeSubdomains ? '; includeSubDomains' : ''}`,
    }),
    ...(ReferrerPolicy && { 'referrer-policy': ReferrerPolicy.ReferrerPolicy }),
    ...(ContentSecurityPolicy && { 'content-security-policy': ContentSecurityPolicy.ContentSecurityPolicy }),
    ...Object.fromEntries(CustomHeadersConfig.Items.map(({ Header, Value }) => [Header, Value])),
  };
}
