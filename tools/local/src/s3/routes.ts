/** Which request is which operation. A request with a parameter that its row does not know matches no row: 501, never a silent 200. */
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets, listObjects } from './buckets.ts';
import type { Operation } from './call.ts';
import { completeUpload } from './complete-upload.ts';
import { copyObject } from './copy.ts';
import { deleteObjects } from './delete-objects.ts';
import { abortUpload, createUpload, listParts, uploadPart } from './multipart.ts';
import { deleteNullVersion, deleteObject, getObject, overrideParameters, putObject } from './objects.ts';

export interface Route {
  readonly method: string;
  readonly at: 'service' | 'bucket' | 'object';
  /** Parameters that make it this operation; `name=value` when the value counts too. */
  readonly needs?: readonly string[];
  readonly mayHave?: readonly string[];
  /** A header that makes it this operation; rows without one come last. */
  readonly header?: string;
  /** The bucket need not exist. */
  readonly anyBucket?: true;
  readonly operation: Operation;
}

export const routes: readonly Route[] = [
  { method: 'GET', at: 'service', operation: listBuckets },
  { method: 'PUT', at: 'bucket', anyBucket: true, operation: createBucket },
  { method: 'HEAD', at: 'bucket', operation: headBucket },
  { method: 'GET', at: 'bucket', needs: ['location'], operation: getBucketLocation },
  {
    method: 'GET',
    at: 'bucket',
    needs: ['list-type=2'],
    mayHave: ['prefix', 'delimiter', 'start-after', 'continuation-token', 'max-keys', 'encoding-type', 'fetch-owner'],
    operation: listObjects,
  },
  { method: 'DELETE', at: 'bucket', operation: deleteBucket },
  { method: 'POST', at: 'bucket', needs: ['delete'], operation: deleteObjects },
  { method: 'POST', at: 'object', needs: ['uploads'], operation: createUpload },
  { method: 'PUT', at: 'object', needs: ['partNumber', 'uploadId'], operation: uploadPart },
  { method: 'POST', at: 'object', needs: ['uploadId'], operation: completeUpload },
  { method: 'GET', at: 'object', needs: ['uploadId'], mayHave: ['max-parts', 'part-number-marker'], operation: listParts },
  { method: 'DELETE', at: 'object', needs: ['uploadId'], operation: abortUpload },
  { method: 'PUT', at: 'object', header: 'x-amz-copy-source', operation: copyObject },
  { method: 'PUT', at: 'object', operation: putObject },
  { method: 'GET', at: 'object', mayHave: overrideParameters, operation: getObject },
  { method: 'HEAD', at: 'object', mayHave: overrideParameters, operation: getObject },
  { method: 'DELETE', at: 'object', needs: ['versionId=null'], operation: deleteNullVersion },
  { method: 'DELETE', at: 'object', operation: deleteObject },
];

export interface Shape {
  readonly method: string;
  readonly at: Route['at'];
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string>>;
}

export function findRoute({ method, at, query, headers }: Shape): Route | undefined {
  const given = [...query];
  return routes.find((route) => {
    const { needs = [], mayHave = [] } = route;
    const fits = given.every(([name, value]) => needs.includes(name) || needs.includes(`${name}=${value}`) || mayHave.includes(name));
    const complete = needs.every((need) => given.some(([name, value]) => need === name || need === `${name}=${value}`));
    return (
      route.method === method && route.at === at && fits && complete && (route.header === undefined || headers[route.header] !== undefined)
    );
  });
}
