/** What CloudFront's API says about the distribution, read once into plain data. */
import {
  AccessDenied,
  type CloudFrontClient,
  type Distribution,
  type DefaultCacheBehavior,
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetResponseHeadersPolicyCommand,
  type CachePolicyConfig,
  type ResponseHeadersPolicyConfig,
} from '@aws-sdk/client-cloudfront';

export interface BehaviourSettings {
  /** `*` for the default one. */
  readonly path: string;
  readonly viewerProtocol: string;
  readonly methods: readonly string[];
  /** `viewer-request`, `viewer-response`: the events that a function runs at. */
  readonly functions: readonly string[];
  /** What the headers policy sets, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `none`: query strings are not in the cache key. */
  readonly queryStrings: string;
  readonly cookies: string;
  /** Seconds that an answer is kept at least, and when it says nothing of it. */
  readonly ttl: { readonly least: number; readonly unsaid: number };
}

export interface DistributionSettings {
  /** `Deployed`, or `InProgress` for some minutes after a change. */
  readonly status: string;
  readonly enabled: boolean;
  /** Host names that it answers to: its own and its aliases. */
  readonly hosts: readonly string[];
  /** `http2and3` */
  readonly http: string;
  /** Whether each S3 origin is signed for (origin access control). */
  readonly signed: boolean;
  /** The origin's status, and what becomes of it. */
  readonly errors: readonly { readonly from: number; readonly to: number; readonly seconds: number }[];
  readonly behaviours: readonly BehaviourSettings[];
}

/** @returns nothing when these credentials may not read it. */
export async function readDistribution(client: CloudFrontClient, distributionId: string): Promise<DistributionSettings | undefined> {
  try {
    const { Distribution: distribution } = await client.send(new GetDistributionCommand({ Id: distributionId }));
    if (!distribution) throw new Error(`CloudFront says nothing about ${distributionId}.`);
    return await settingsOf(client, distribution);
  } catch (error) {
    if (error instanceof AccessDenied || (error instanceof Error && /^AccessDenied/.test(error.name))) return undefined;
    throw error;
  }
}

async function settingsOf(
  client: CloudFrontClient,
  { Status, DomainName, DistributionConfig: config }: Distribution,
): Promise<DistributionSettings> {
  const behaviours = [
    ...(config?.DefaultCacheBehavior ? [{ ...config.DefaultCacheBehavior, PathPattern: '*' }] : []),
    ...(config?.CacheBehaviors?.Items ?? []),
  ];
  const read = new Map<string, Promise<ReadPolicies>>();
  const policiesOf = ({ CachePolicyId = '', ResponseHeadersPolicyId = '' }: DefaultCacheBehavior): Promise<ReadPolicies> => {
    const id = `${CachePolicyId} ${ResponseHeadersPolicyId}`;
    const found = read.get(id) ?? readPolicies(client, CachePolicyId, ResponseHeadersPolicyId);
    read.set(id, found);
    return found;
  };
  return {
    status: Status ?? '',
    enabled: config?.Enabled ?? false,
    hosts: [DomainName ?? '', ...(config?.Aliases?.Items ?? [])],
    http: config?.HttpVersion ?? '',
    signed: (config?.Origins?.Items ?? []).every(({ OriginAccessControlId }) => Boolean(OriginAccessControlId)),
    errors: (config?.CustomErrorResponses?.Items ?? []).map(({ ErrorCode, ResponseCode, ErrorCachingMinTTL }) => ({
      from: ErrorCode ?? 0,
      to: Number(ResponseCode),
      seconds: ErrorCachingMinTTL ?? Number.NaN,
    })),
    behaviours: await Promise.all(
      behaviours.map(async (behaviour) => ({ ...plainly(behaviour), path: behaviour.PathPattern ?? '', ...(await policiesOf(behaviour)) })),
    ),
  };
}

const plainly = ({ ViewerProtocolPolicy, AllowedMethods, FunctionAssociations }: DefaultCacheBehavior) => ({
  viewerProtocol: ViewerProtocolPolicy ?? '',
  methods: AllowedMethods?.Items ?? [],
  functions: (FunctionAssociations?.Items ?? []).map(({ EventType }) => EventType ?? ''),
});

type ReadPolicies = Pick<BehaviourSettings, 'headers' | 'queryStrings' | 'cookies' | 'ttl'>;

async function readPolicies(client: CloudFrontClient, cache: string, headers: string): Promise<ReadPolicies> {
  const [cached, set] = await Promise.all([
    cache ? client.send(new GetCachePolicyCommand({ Id: cache })) : undefined,
    headers ? client.send(new GetResponseHeadersPolicyCommand({ Id: headers })) : undefined,
  ]);
  return {
    ...cachingOf(cached?.CachePolicy?.CachePolicyConfig),
    headers: headersOf(set?.ResponseHeadersPolicy?.ResponseHeadersPolicyConfig),
  };
}

function cachingOf(config: CachePolicyConfig | undefined): Omit<ReadPolicies, 'headers'> {
  const key = config?.ParametersInCacheKeyAndForwardedToOrigin;
  return {
    queryStrings: key?.QueryStringsConfig?.QueryStringBehavior ?? 'unknown',
    cookies: key?.CookiesConfig?.CookieBehavior ?? 'unknown',
    ttl: { least: config?.MinTTL ?? Number.NaN, unsaid: config?.DefaultTTL ?? Number.NaN },
  };
}

/** Only what overrides the origin's own counts: what the origin does not send and the policy merely offers may be replaced by a stored header. */
function headersOf(config: ResponseHeadersPolicyConfig | undefined): Record<string, string> {
  const { CorsConfig: cors, SecurityHeadersConfig: security, CustomHeadersConfig: custom } = config ?? {};
  const {
    StrictTransportSecurity: hsts,
    ContentTypeOptions: sniffing,
    ReferrerPolicy: referrer,
    ContentSecurityPolicy: policy,
  } = security ?? {};
  const found: readonly (readonly [name: string, value: string | undefined | false])[] = [
    ['access-control-allow-origin', cors?.OriginOverride && cors.AccessControlAllowOrigins?.Items?.join(', ')],
    ['access-control-allow-credentials', cors?.AccessControlAllowCredentials && 'true'],
    ['x-content-type-options', sniffing?.Override && 'nosniff'],
    [
      'strict-transport-security',
      hsts?.Override &&
        [
          `max-age=${hsts.AccessControlMaxAgeSec}`,
          ...(hsts.IncludeSubdomains ? ['includeSubDomains'] : []),
          ...(hsts.Preload ? ['preload'] : []),
        ].join('; '),
    ],
    ['referrer-policy', referrer?.Override && referrer.ReferrerPolicy],
    ['content-security-policy', policy?.Override && policy.ContentSecurityPolicy],
    ...(custom?.Items ?? []).map(({ Header, Value, Override }) => [Header?.toLowerCase() ?? '', Override && Value] as const),
  ];
  return Object.fromEntries(found.filter((entry): entry is [string, string] => Boolean(entry[1])));
}
