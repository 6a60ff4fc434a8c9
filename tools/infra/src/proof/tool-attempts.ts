/** What somebody might do with the usual programs, by intent or by a slip, as data: run by a spec, and told in the docs. */
import { type KeyGroupName, keySpace } from '../key-space.ts';
import type { PrincipalName } from './proving-ground.ts';

export type ToolName = 'aws' | 'rclone';

export interface ToolAttempt {
  readonly tool: ToolName;
  /** Goes on after "somebody tries". */
  readonly what: string;
  readonly by: readonly PrincipalName[];
  /** The action that a policy says no to, whereupon nothing in the bucket is changed. Without it, it is done: that is how people work here. */
  readonly refused?: string;
  /** After the name of the program. `{…}` stands for what the spec has. */
  readonly args: readonly string[];
}

const { artefacts, index, channels, staged, catalogPage } = keySpace;
const folderOf = ({ example }: { readonly example: string }) => example.slice(0, example.lastIndexOf('/') + 1);

/** In the folder that the spec makes: `edited/` is the released version with a changed main.js, `empty/` has nothing, `large.bin` comes in parts. */
export const placeholders = {
  '{version}': folderOf(artefacts),
  '{main.js}': artefacts.example,
  '{index}': index.example,
  '{channels}': channels.example,
  '{staged}': staged.example,
  '{page}': catalogPage.example,
} as const satisfies Readonly<Record<string, string>>;

const s3 = (key: string) => `s3://pintag/${key}`;
const of = (group: KeyGroupName, file: string) => `${folderOf(keySpace[group])}${file}`;
const strongest = ['administrator', 'release'] as const;

export const toolAttempts: readonly ToolAttempt[] = [
  {
    tool: 'aws',
    what: 'to sync an edited folder over a released version',
    by: strongest,
    refused: 's3:PutObject',
    args: ['s3', 'sync', '{folder}/edited', s3('{version}')],
  },
  {
    tool: 'aws',
    what: 'to sync an edited folder over a released version, which begins with a list',
    by: ['preview'],
    refused: 's3:ListBucket',
    args: ['s3', 'sync', '{folder}/edited', s3('{version}')],
  },
  {
    tool: 'aws',
    what: 'to sync an empty folder over a released version, deleting what is not in it',
    by: strongest,
    refused: 's3:DeleteObject',
    args: ['s3', 'sync', '--delete', '{folder}/empty', s3('{version}')],
  },
  {
    tool: 'aws',
    what: 'to copy one file over a released one',
    by: strongest,
    refused: 's3:PutObject',
    args: ['s3', 'cp', '{folder}/edited/main.js', s3('{main.js}')],
  },
  {
    tool: 'aws',
    what: 'to copy a large file, in parts, over a released one',
    by: ['administrator'],
    refused: 's3:PutObject',
    args: ['s3', 'cp', '{folder}/large.bin', s3('{main.js}')],
  },
  {
    tool: 'aws',
    what: 'to begin an upload in parts by hand',
    by: ['administrator'],
    refused: 's3:PutObject',
    args: ['s3api', 'create-multipart-upload', '--bucket', 'pintag', '--key', '{main.js}'],
  },
  {
    tool: 'aws',
    what: 'to copy another object of the bucket over a released one',
    by: ['administrator'],
    refused: 's3:PutObject',
    args: ['s3', 'cp', s3('{index}'), s3('{main.js}')],
  },
  {
    tool: 'aws',
    what: 'to delete a released file',
    by: ['administrator', 'preview'],
    refused: 's3:DeleteObject',
    args: ['s3', 'rm', s3('{main.js}')],
  },
  {
    tool: 'aws',
    what: 'to delete a released version',
    by: ['administrator'],
    refused: 's3:DeleteObject',
    args: ['s3', 'rm', '--recursive', s3('{version}')],
  },
  {
    tool: 'aws',
    what: 'to delete the version of a released file that S3 keeps',
    by: ['administrator'],
    refused: 's3:DeleteObjectVersion',
    args: ['s3api', 'delete-object', '--bucket', 'pintag', '--key', '{main.js}', '--version-id', 'null'],
  },
  {
    tool: 'aws',
    what: "to plant a bundle that a release would take for the build of a commit, from a pull request's job",
    by: ['preview'],
    refused: 's3:PutObject',
    args: ['s3', 'cp', '{folder}/edited/main.js', s3(of('staged', 'ffffff.tar'))],
  },
  {
    tool: 'aws',
    what: "to plant a release record, from a pull request's job",
    by: ['preview'],
    refused: 's3:PutObject',
    args: ['s3', 'cp', '{folder}/edited/main.js', s3(of('records', '9.9.9.json'))],
  },
  {
    tool: 'aws',
    what: 'to write where no release writes',
    by: ['release'],
    refused: 's3:PutObject',
    args: ['s3', 'cp', '{folder}/edited/main.js', s3('somewhere/else.js')],
  },
  {
    tool: 'aws',
    what: 'to read a staged bundle',
    by: ['anybody', 'preview'],
    refused: 's3:GetObject',
    args: ['s3', 'cp', s3('{staged}'), '-'],
  },
  {
    tool: 'aws',
    what: 'to list the bucket',
    by: ['anybody', 'preview'],
    refused: 's3:ListBucket',
    args: ['s3', 'ls', s3('')],
  },
  {
    tool: 'aws',
    what: 'to point a channel elsewhere without naming what it replaces',
    by: ['channels'],
    refused: 's3:PutObject',
    args: ['s3', 'cp', '{folder}/edited/main.js', s3('{channels}')],
  },
  {
    tool: 'aws',
    what: "to replace the bucket's policy",
    by: ['release'],
    refused: 's3:PutBucketPolicy',
    args: ['s3api', 'put-bucket-policy', '--bucket', 'pintag', '--policy', '{"Version":"2012-10-17","Statement":[]}'],
  },
  {
    tool: 'aws',
    what: 'to let released files expire',
    by: ['release'],
    refused: 's3:PutLifecycleConfiguration',
    args: ['s3api', 'put-bucket-lifecycle-configuration', '--bucket', 'pintag', '--lifecycle-configuration', '{"Rules":[]}'],
  },
  {
    tool: 'aws',
    what: 'to look at what was released',
    by: ['release'],
    args: ['s3', 'ls', s3('{version}')],
  },
  {
    tool: 'aws',
    what: "to put the catalog's page where it belongs",
    by: ['administrator'],
    args: ['s3', 'cp', '{folder}/edited/main.js', s3('{page}')],
  },
  {
    tool: 'rclone',
    what: 'to sync an edited folder over a released version',
    by: strongest,
    refused: 's3:PutObject',
    args: ['sync', '{folder}/edited', 's3:pintag/{version}'],
  },
  {
    tool: 'rclone',
    what: 'to sync an edited folder over a released version, which begins with a list',
    by: ['preview'],
    refused: 's3:ListBucket',
    args: ['sync', '{folder}/edited', 's3:pintag/{version}'],
  },
  {
    tool: 'rclone',
    what: 'to copy a large file, in parts, over a released one',
    by: strongest,
    refused: 's3:PutObject',
    args: ['copyto', '--s3-upload-cutoff', '5M', '--s3-chunk-size', '5M', '{folder}/large.bin', 's3:pintag/{main.js}'],
  },
  {
    tool: 'rclone',
    what: 'to copy another object of the bucket over a released one',
    by: ['administrator'],
    refused: 's3:PutObject',
    args: ['copyto', 's3:pintag/{index}', 's3:pintag/{main.js}'],
  },
  {
    tool: 'rclone',
    what: 'to delete a released version',
    by: strongest,
    refused: 's3:DeleteObject',
    args: ['purge', 's3:pintag/{version}'],
  },
  {
    tool: 'rclone',
    what: "to plant a bundle that a release would take for the build of a commit, from a pull request's job",
    by: ['preview'],
    refused: 's3:PutObject',
    // Else it asks first whether the bundle is there, and is refused that.
    args: ['copyto', '--no-check-dest', '{folder}/edited/main.js', `s3:pintag/${of('staged', 'ffffff.tar')}`],
  },
  {
    tool: 'rclone',
    what: 'to read a staged bundle',
    by: ['preview'],
    refused: 's3:GetObject',
    args: ['cat', 's3:pintag/{staged}'],
  },
  {
    tool: 'rclone',
    what: 'to look at what was released',
    by: ['release'],
    args: ['ls', 's3:pintag/{version}'],
  },
];

/** `{folder}` and the keys put in. */
export const argsOf = ({ args }: ToolAttempt, folder: string): readonly string[] =>
  args.map((arg) =>
    Object.entries({ ...placeholders, '{folder}': folder }).reduce((text, [name, value]) => text.replaceAll(name, value), arg),
  );
