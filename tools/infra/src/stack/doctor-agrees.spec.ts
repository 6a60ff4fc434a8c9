import { createCloudFrontClient, judgeDistribution, readDistribution } from '@pintag/cdn';
import { beforeAll, expect, test } from 'vitest';
import { exampleSettings } from '../settings.ts';
import { synthesise } from '../synthesise.ts';
import type { Template } from '../template.ts';

type Json = Readonly<Record<string, unknown>>;

const origin = 'https://d111111abcdef8.cloudfront.net';
let template: Template;
beforeAll(() => {
  template = synthesise(exampleSettings);
});

const propertiesOf = (id: string): Json => template.Resources[id]!.Properties!;
const refOf = (value: unknown): string => (value as { readonly Ref: string }).Ref;

/** Where a template has a list, CloudFront's API has an object with the list in it; policies are named by id. */
function asApi(value: unknown): unknown {
  if (Array.isArray(value)) return { Quantity: value.length, Items: value.map(asApi) };
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return value.Ref;
  if ('Fn::GetAtt' in value) return 'id';
  if ('Items' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asApi(inner)]));
}

/** A client that answers with what the template says, as CloudFront would after a deployment. */
function clientOf(change: (config: Json) => Json) {
  const client = createCloudFrontClient({ credentials: { accessKeyId: 'A', secretAccessKey: 'S' } });
  const distribution = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::CloudFront::Distribution')!;
  const answers: Readonly<Record<string, (id: string) => object>> = {
    GetDistributionCommand: () => ({
      Distribution: {
        Status: 'Deployed',
        DomainName: new URL(origin).hostname,
        DistributionConfig: asApi(change(distribution.Properties!['DistributionConfig'] as Json)),
      },
    }),
    GetCachePolicyCommand: (id) => ({ CachePolicy: propertiesOf(id) }),
    GetResponseHeadersPolicyCommand: (id) => ({ ResponseHeadersPolicy: propertiesOf(id) }),
  };
  client.middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => ({ response: {}, output: { $metadata: {}, ...answers[commandName]!('Id' in input ? String(input.Id) : '') } }),
    { step: 'initialize', priority: 'high' },
  );
  return client;
}

const judged = async (change: (config: Json) => Json = (config) => config) => {
  const settings = await readDistribution(clientOf(change), 'E2QWRUHAPOMQZL');
  return judgeDistribution(settings!, origin);
};

test('pintag doctor finds nothing wrong with what is deployed', async () => {
  expect(await judged()).toEqual([]);
});

test('it would, if somebody changed the distribution by hand', async () => {
  const changed = await judged((config) => {
    const behavior = config['DefaultCacheBehavior'] as Json;
    const elements = (config['CacheBehaviors'] as readonly Json[])[0]!;
    return {
      ...config,
      HttpVersion: 'http2',
      CustomErrorResponses: [],
      DefaultCacheBehavior: { ...behavior, FunctionAssociations: [], ResponseHeadersPolicyId: elements['ResponseHeadersPolicyId'] },
    };
  });
  expect(changed.join('\n')).toMatch(
    /http2, not HTTP\/2 and HTTP\/3[^]*403 reaches the viewer as 403[^]*no function runs[^]*content-security-policy/,
  );
});

test('every policy that the distribution names is one of the stack', () => {
  const { DefaultCacheBehavior, CacheBehaviors } = Object.values(template.Resources).find(
    ({ Type }) => Type === 'AWS::CloudFront::Distribution',
  )!.Properties!['DistributionConfig'] as { DefaultCacheBehavior: Json; CacheBehaviors: readonly Json[] };
  for (const behavior of [DefaultCacheBehavior, ...CacheBehaviors]) {
    expect(template.Resources[refOf(behavior['CachePolicyId'])]?.Type).toBe('AWS::CloudFront::CachePolicy');
    expect(template.Resources[refOf(behavior['ResponseHeadersPolicyId'])]?.Type).toBe('AWS::CloudFront::ResponseHeadersPolicy');
  }
});
