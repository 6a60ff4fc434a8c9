/** Who may do what, as it is meant to be: written down by hand and not read from any policy. What is not here is refused. */
import type { KeyGroupName } from '../key-space.ts';
import type { BucketOperationName, OperationName } from './operations.ts';
import type { PrincipalName } from './proving-ground.ts';

export type Place = KeyGroupName | 'elsewhere';

const see = ['read', 'list'] as const satisfies readonly OperationName[];
const add = [...see, 'create'] as const satisfies readonly OperationName[];
const keep = [...add, 'replace'] as const satisfies readonly OperationName[];
const everything = [
  ...keep,
  'overwrite',
  'copy over',
  'upload in parts',
  'delete',
  'delete in a list',
  'delete a version',
] as const satisfies readonly OperationName[];

/** All that the distribution can serve, for whoever reads everything that is public. */
const seePublished = {
  artefacts: see,
  runtimes: see,
  records: see,
  previews: see,
  index: see,
  versions: see,
  errorPage: see,
} as const;

export const rights: Readonly<Record<PrincipalName, Partial<Readonly<Record<Place, readonly OperationName[]>>>>> = {
  plan: { ...seePublished, claims: see, receipts: ['list'], channels: see },
  preview: { previews: ['read', 'create'] },
  stage: { staged: add },
  release: {
    ...seePublished,
    artefacts: add,
    runtimes: add,
    records: add,
    staged: add,
    claims: add,
    receipts: add,
    index: keep,
    versions: keep,
    channels: see,
  },
  channels: { channels: keep },
  /** Not even who may do everything in the account changes what is written once; the rest is theirs. */
  administrator: {
    artefacts: add,
    runtimes: add,
    records: add,
    previews: add,
    staged: add,
    claims: add,
    receipts: add,
    index: everything,
    versions: everything,
    channels: everything,
    errorPage: everything,
    catalogPage: everything,
    catalog: everything,
    elsewhere: everything,
  },
  distribution: {
    artefacts: ['read'],
    runtimes: ['read'],
    records: ['read'],
    previews: ['read'],
    index: ['read'],
    versions: ['read'],
    errorPage: ['read'],
    catalogPage: ['read'],
    catalog: ['read'],
  },
  anybody: {},
};

/** Who can do these can take the protection away, and no policy prevents it: it is told to somebody when it happens. */
export const bucketRights: Partial<Readonly<Record<PrincipalName, readonly BucketOperationName[]>>> = {
  administrator: ["change the bucket's policy", 'let objects expire', 'stop keeping versions', 'delete the bucket'],
};
