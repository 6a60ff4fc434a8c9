/** The table of response headers as CloudFront's headers policies have them: some headers have a field of their own. */
import { allowedMethods } from '@pintag/cdn/edge-function';
import { type ResponseHeader, responseHeaders } from '@pintag/cdn';
import { Duration, type Stack } from 'aws-cdk-lib';
import {
  HeadersReferrerPolicy,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
  type ResponseSecurityHeadersBehavior,
} from 'aws-cdk-lib/aws-cloudfront';

/** What a preflight request is told; the edge function answers it with the same number. */
const preflightSeconds = 600;

type Security = { -readonly [K in keyof ResponseSecurityHeadersBehavior]: ResponseSecurityHeadersBehavior[K] };

/** CloudFront refuses these among the custom headers. */
const securityFields: Readonly<Record<string, (value: string) => Security>> = {
  'x-content-type-options': () => ({ contentTypeOptions: { override: true } }),
  'strict-transport-security': (value) => ({
    strictTransportSecurity: {
      accessControlMaxAge: Duration.seconds(Number(/max-age=(\d+)/.exec(value)?.[1])),
      includeSubdomains: /includesubdomains/i.test(value),
      override: true,
    },
  }),
  'referrer-policy': (value) => ({ referrerPolicy: { referrerPolicy: referrerPolicies.get(value)!, override: true } }),
  'content-security-policy': (value) => ({ contentSecurityPolicy: { contentSecurityPolicy: value, override: true } }),
};
const referrerPolicies = new Map(Object.values(HeadersReferrerPolicy).map((policy) => [String(policy), policy]));

/** @param on which rows of the table apply */
export function addHeadersPolicy(stack: Stack, id: string, comment: string, on: readonly ResponseHeader['on'][]): ResponseHeadersPolicy {
  const rows = responseHeaders.filter((header) => on.includes(header.on));
  const cors = rows.find(({ name }) => name === 'access-control-allow-origin');
  const securityHeadersBehavior: Security = {};
  const customHeaders: ResponseCustomHeader[] = [];
  for (const { name, value } of rows) {
    const security = securityFields[name];
    if (security) Object.assign(securityHeadersBehavior, security(value));
    else if (name !== cors?.name) customHeaders.push({ header: name, value, override: true });
  }
  return new ResponseHeadersPolicy(stack, id, {
    responseHeadersPolicyName: `${stack.stackName}-${id}`,
    comment,
    ...(cors && {
      corsBehavior: {
        accessControlAllowOrigins: [cors.value],
        accessControlAllowMethods: [...allowedMethods],
        accessControlAllowHeaders: ['*'],
        accessControlAllowCredentials: false,
        accessControlMaxAge: Duration.seconds(preflightSeconds),
        originOverride: true,
      },
    }),
    securityHeadersBehavior,
    customHeadersBehavior: { customHeaders },
  });
}
