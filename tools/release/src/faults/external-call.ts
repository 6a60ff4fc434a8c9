/** What a release asks of the outside, under a name that every run gives it again. */
import type { FaultKind } from './fault.ts';
import type { ExternalCall } from './watch-calls.ts';

/** Who is asked. */
export type Party =
  /** S3, over HTTP. */
  | 'store'
  /** What viewers are served, over HTTP. */
  | 'edge'
  /** CloudFront's API, over HTTP. */
  | 'cloudfront'
  /** The git remote, over HTTP. */
  | 'remote'
  /** GitHub, over HTTP: who tells people. */
  | 'announcer'
  /** git on this machine, where it writes. */
  | 'git'
  | 'builder'
  | 'clock'
  /** The folder that a run works in, and what the store has on its disk. */
  | 'disk';

export interface PartyCall extends ExternalCall {
  readonly party: Party;
  /** The one feature that it is about; absent when it is about the whole run. */
  readonly feature?: string;
  /** Bytes of its answer's body; absent where the call is no request. */
  readonly answerBytes?: number;
  /** Bytes of its own body. */
  readonly requestBytes?: number;
  /** Of a place on a disk: what happens to it. */
  readonly suffers?: FaultKind;
}

export const overHttp: readonly Party[] = ['store', 'edge', 'cloudfront', 'remote', 'announcer'];

/** `store GET elements/index.json`; a name says everything but which time it is. */
export type NameRequest = (method: string, target: string) => string;

const pathOf = (target: string): string => decodeURIComponent(target.split('?')[0]!);

/** @param bucket in the path, as on servers other than AWS. */
export const nameStoreRequest =
  (bucket: string): NameRequest =>
  (method, target) => {
    const key = pathOf(target).slice(`/${bucket}/`.length);
    const query = new URLSearchParams(target.split('?')[1] ?? '');
    return query.has('list-type') ? `store LIST ${query.get('prefix') ?? ''}` : `store ${method} ${key}`;
  };

export const nameEdgeRequest: NameRequest = (method, target) => `edge ${method} ${pathOf(target)}`;

export const nameCloudfrontRequest: NameRequest = (method, target) =>
  `cloudfront ${method} ${pathOf(target).split('/').slice(2, 3).join()} ${pathOf(target).split('/').at(-1)}`;

export const nameAnnouncement: NameRequest = (method, target) =>
  `announcer ${method} ${pathOf(target).replace(/^\/(repos\/[^/]+\/[^/]+\/)?/, '')}`;

/** `remote GET git-receive-pack refs`, `remote POST git-receive-pack`. */
export const nameRemoteRequest: NameRequest = (method, target) => {
  const service = new URLSearchParams(target.split('?')[1] ?? '').get('service');
  return service ? `remote ${method} ${service} refs` : `remote ${method} ${pathOf(target).split('/').at(-1)}`;
};

/** Of a name; a bundle's digest in a key says nothing about its feature. */
export const featureOf = (name: string, features: readonly string[]): string | undefined =>
  features.find((feature) => new RegExp(`(^|[/ ])${feature}(?=$|[/ .]|-v\\d)`).test(name));

/** What two calls have in common that differ only in feature, file, digest or which time it is. */
export const classOf = ({ party, name }: PartyCall, features: readonly string[]): string =>
  `${party} ${name}`
    .replaceAll(new RegExp(`\\b(${features.join('|')})\\b`, 'g'), '<feature>')
    .replaceAll(/\b[0-9a-f]{40,64}\b/g, '<hash>')
    .replace(/(elements\/v[^/]+\/<feature>\/)(?!main)\S+/, '$1<file>');
