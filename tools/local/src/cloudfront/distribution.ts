/** What CloudFront's API says of the distribution: the settings that the edge here behaves by, in the shapes of AWS's XML. */
import { notFound, type ResponseHeader, responseHeaders } from '@pintag/cdn';
import { allowedMethods } from '@pintag/cdn/edge-function';
import type { XmlElements } from '../xml.ts';

export interface BehaviourDescription {
  /** `*` is the default one. */
  readonly path: string;
  readonly viewerProtocol: string;
  readonly methods: readonly string[];
  readonly functions: readonly string[];
  /** Set by its headers policy. */
  readonly headers: readonly Pick<ResponseHeader, 'name' | 'value'>[];
  /** `none` or `all`. */
  readonly queryStrings: string;
}

export interface DistributionDescription {
  readonly status: string;
  readonly enabled: boolean;
  readonly hosts: readonly [string, ...string[]];
  readonly http: string;
  readonly signed: boolean;
  readonly errors: readonly { readonly from: number; readonly to: number; readonly seconds: number }[];
  readonly behaviours: readonly [BehaviourDescription, ...BehaviourDescription[]];
}

const behaviour = (path: string, on: readonly ResponseHeader['on'][]): BehaviourDescription => ({
  path,
  viewerProtocol: 'redirect-to-https',
  methods: allowedMethods,
  functions: ['viewer-request', 'viewer-response'],
  headers: responseHeaders.filter((header) => on.includes(header.on)),
  queryStrings: 'none',
});

/** As the tables of tools/cdn have it. TLS and HTTP/3 are only said here. */
export const usualDistribution: DistributionDescription = {
  status: 'Deployed',
  enabled: true,
  hosts: ['127.0.0.1'],
  http: 'http2and3',
  signed: true,
  errors: [403, 404].map((from) => ({ from, to: notFound.status, seconds: 10 })),
  behaviours: [behaviour('*', ['always', 'cors', 'catalog']), behaviour('elements/*', ['always', 'cors'])],
};

const list = (name: string, items: readonly (string | XmlElements)[]): XmlElements => ({
  Quantity: items.length,
  ...(items.length > 0 && { Items: { [name]: items } }),
});

/** `GetDistribution` */
export function distributionElements(id: string, { hosts: [own, ...aliases], ...described }: DistributionDescription): XmlElements {
  const [first, ...others] = described.behaviours.map((one, position) => behaviourElements(one, position));
  return {
    Id: id,
    Status: described.status,
    DomainName: own,
    DistributionConfig: {
      CallerReference: id,
      Aliases: list('CNAME', aliases),
      DefaultRootObject: 'index.html',
      Origins: list('Origin', [
        { Id: 'bucket', DomainName: 'pintag.s3.us-east-1.amazonaws.com', OriginAccessControlId: described.signed ? 'OAC' : '' },
      ]),
      DefaultCacheBehavior: first,
      CacheBehaviors: list('CacheBehavior', others),
      CustomErrorResponses: list(
        'CustomErrorResponse',
        described.errors.map(({ from, to, seconds }) => ({
          ErrorCode: from,
          ResponsePagePath: '/elements/_errors/not-found.json',
          ResponseCode: to,
          ErrorCachingMinTTL: seconds,
        })),
      ),
      Comment: 'Pintag',
      Enabled: described.enabled,
      HttpVersion: described.http,
    },
  };
}

/** Policies are named by the position of their behaviour. */
const behaviourElements = ({ path, viewerProtocol, methods, functions }: BehaviourDescription, position: number): XmlElements => ({
  ...(position > 0 && { PathPattern: path }),
  TargetOriginId: 'bucket',
  ViewerProtocolPolicy: viewerProtocol,
  AllowedMethods: list('Method', methods),
  Compress: true,
  CachePolicyId: `cache-${position}`,
  ResponseHeadersPolicyId: `headers-${position}`,
  FunctionAssociations: list(
    'FunctionAssociation',
    functions.map((EventType) => ({ EventType, FunctionARN: `arn:aws:cloudfront::000000000000:function/${EventType}` })),
  ),
});

/** `GetCachePolicy` */
export const cachePolicyElements = (id: string, { queryStrings }: BehaviourDescription): XmlElements => ({
  Id: id,
  CachePolicyConfig: {
    Name: id,
    MinTTL: 0,
    DefaultTTL: 60,
    MaxTTL: 31_536_000,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingGzip: true,
      EnableAcceptEncodingBrotli: false,
      HeadersConfig: { HeaderBehavior: 'none' },
      CookiesConfig: { CookieBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: queryStrings },
    },
  },
});

/** `GetResponseHeadersPolicy`: some headers have a field of their own, the others are custom ones. */
export function headersPolicyElements(id: string, { headers }: BehaviourDescription): XmlElements {
  const values = new Map(headers.map(({ name, value }) => [name, value]));
  const [origin, hsts, policy, referrer] = [
    'access-control-allow-origin',
    'strict-transport-security',
    'content-security-policy',
    'referrer-policy',
  ].map((name) => values.get(name));
  const custom = headers.filter(({ name }) => !fielded.has(name));
  return {
    Id: id,
    ResponseHeadersPolicyConfig: {
      Name: id,
      CorsConfig:
        origin === undefined
          ? undefined
          : {
              AccessControlAllowOrigins: list('Origin', [origin]),
              AccessControlAllowHeaders: list('Header', ['*']),
              AccessControlAllowMethods: list('Method', allowedMethods),
              AccessControlAllowCredentials: false,
              OriginOverride: true,
            },
      SecurityHeadersConfig: {
        ContentTypeOptions: values.has('x-content-type-options') ? { Override: true } : undefined,
        StrictTransportSecurity:
          hsts === undefined
            ? undefined
            : {
                Override: true,
                IncludeSubdomains: /includesubdomains/i.test(hsts),
                Preload: false,
                AccessControlMaxAgeSec: Number(/max-age=(\d+)/.exec(hsts)?.[1]),
              },
        ReferrerPolicy: referrer === undefined ? undefined : { Override: true, ReferrerPolicy: referrer },
        ContentSecurityPolicy: policy === undefined ? undefined : { Override: true, ContentSecurityPolicy: policy },
      },
      CustomHeadersConfig: list(
        'ResponseHeadersPolicyCustomHeader',
        custom.map(({ name, value }) => ({ Header: name, Value: value, Override: true })),
      ),
    },
  };
}

const fielded: ReadonlySet<string> = new Set([
  'access-control-allow-origin',
  'strict-transport-security',
  'content-security-policy',
  'referrer-policy',
  'x-content-type-options',
]);
