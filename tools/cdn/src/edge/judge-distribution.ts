/** What of a distribution's settings is not as the tables have it. */
import { notFound, responseHeaders } from '../cache/response-headers.ts';
import type { BehaviourSettings, DistributionSettings } from './distribution-settings.ts';

/** Seconds that an error is kept, and that an answer is kept at most when it does not say for how long. */
const errorSeconds = 10;
const unsaidSeconds = 60;

/** @param origin where hosts load from. @returns a sentence each, without its end; nothing when all is well. */
export function judgeDistribution(settings: DistributionSettings, origin: string): string[] {
  const { hostname } = new URL(origin);
  const { status, enabled, hosts, http, signed, errors, behaviours } = settings;
  return [
    ...(enabled ? [] : ['it is disabled']),
    ...(status === 'Deployed' ? [] : [`it is ${status}, so some places still answer by its old settings`]),
    ...(hosts.includes(hostname) ? [] : [`it does not answer to ${hostname}, only to ${hosts.join(', ')}`]),
    ...(http === 'http2and3' ? [] : [`it speaks ${http}, not HTTP/2 and HTTP/3`]),
    ...(signed ? [] : ['an origin has no access control, so either the bucket is open or nothing can be read']),
    ...[403, 404].flatMap((from) => {
      const found = errors.find((error) => error.from === from);
      if (found?.to !== notFound.status)
        return [`the bucket's ${from} reaches the viewer as ${found?.to ?? from}, not as ${notFound.status}`];
      return found.seconds === errorSeconds ? [] : [`a ${from} is kept for ${found.seconds} s, not for ${errorSeconds}`];
    }),
    ...behaviours.flatMap((behaviour) =>
      judgeBehaviour(behaviour).map((problem) => (behaviour.path === '*' ? problem : `for ${behaviour.path} ${problem}`)),
    ),
  ];
}

function judgeBehaviour({ path, viewerProtocol, methods, functions, headers, queryStrings, cookies, ttl }: BehaviourSettings): string[] {
  const wanted = responseHeaders.filter(({ on }) => on !== 'catalog' || path === '*');
  return [
    ...(['redirect-to-https', 'https-only'].includes(viewerProtocol) ? [] : [`viewers may come by ${viewerProtocol}`]),
    ...(methods.every((method) => ['GET', 'HEAD', 'OPTIONS'].includes(method)) ? [] : [`viewers may send ${methods.join(', ')}`]),
    ...['viewer-request', 'viewer-response']
      .filter((event) => !functions.includes(event))
      .map((event) => `no function runs at the ${event}`),
    ...wanted
      .filter(({ name, value }) => !sameHeaderValue(headers[name], value))
      .map(({ name, value }) => `its headers policy has ${name} ${headers[name] ?? 'missing'} instead of ${value}`),
    ...(headers['access-control-allow-credentials'] ? ['its headers policy allows credentials'] : []),
    ...(queryStrings === 'none' ? [] : [`query strings (${queryStrings}) are in its cache key`]),
    ...(cookies === 'none' ? [] : [`cookies (${cookies}) are in its cache key`]),
    ...(ttl.least <= 1 && ttl.unsaid <= unsaidSeconds
      ? []
      : [`it keeps answers for at least ${ttl.least} s, and for ${ttl.unsaid} s when they do not say`]),
  ];
}

/** Of a header: spaces after commas and semicolons, and case, do not matter. */
export const sameHeaderValue = (actual: string | undefined, expected: string): boolean => normal(actual ?? '') === normal(expected);
const normal = (value: string): string =>
  value
    .toLowerCase()
    .replace(/\s*([,;])\s*/g, '$1')
    .trim();
