/** What remote, store and announcements have at one moment. */
import { readdir } from 'node:fs/promises';
import { createS3Client, createS3Store } from '@pintag/cdn';
import type { LocalAddresses } from '@pintag/local';
import { execa } from 'execa';
import type { Moment as StoredMoment } from '../faults/find-violations.ts';
import { runOfEmail } from '../git/environment.ts';

export interface TaggedCommit {
  readonly commit: string;
  /** Of its note; absent when it has none of ours. */
  readonly run?: string;
}

export interface Moment extends StoredMoment {
  readonly head: string;
  readonly tagged: ReadonlyMap<string, TaggedCommit>;
  /** Refs with their objects, announcements, and objects of the store with their bytes: whatever a run can change. */
  readonly everything: ReadonlyMap<string, string>;
  contains(commit: string, contained: string): Promise<boolean>;
  /** A file as it is in `commit`. */
  show(commit: string, file: string): Promise<string>;
}

export async function readMoment({
  s3,
  remote,
  announced,
}: Pick<LocalAddresses, 's3'> & { readonly remote: string; readonly announced: string }): Promise<Moment> {
  // The store before the refs: the tag of every record that is seen is older than the record. Nobody may be writing lists meanwhile.
  const { endpoint, region, bucket, ...credentials } = s3;
  const client = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
  const store = createS3Store({ client, bucket });
  const contents = new Map<string, Uint8Array>();
  for await (const key of store.list('')) {
    const stored = await store.read(key);
    if (stored) contents.set(key, stored.body);
  }
  client.destroy();

  const git = async (...args: readonly string[]) =>
    (await execa('git', [...args], { cwd: remote, reject: false, stripFinalNewline: false })).stdout;
  const refs = (await git('for-each-ref', '--format=%(refname) %(objectname) %(committeremail)'))
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ') as [name: string, object: string, email: string]);
  const emails = new Map(refs.map(([name, , email]) => [name, email]));
  const tagged = refs.flatMap(([name, commit]): [string, TaggedCommit][] => {
    if (!name.startsWith('refs/tags/')) return [];
    const tag = name.slice('refs/tags/'.length);
    const run = runOfEmail(emails.get(`refs/notes/semantic-release-${tag}`) ?? '');
    return [[tag, { commit, ...(run !== undefined && { run }) }]];
  });
  const announcements = await readdir(announced).catch(() => []);

  return {
    contents,
    tags: new Set(tagged.map(([tag]) => tag)),
    head: refs.find(([name]) => name === 'refs/heads/main')![1],
    tagged: new Map(tagged),
    everything: new Map([
      ...[...contents].map(([key, bytes]) => [key, Buffer.from(bytes).toString('latin1')] as const),
      ...refs.map(([name, object]) => [name, object] as const),
      ...announcements.map((tag) => [`announcement of ${tag}`, ''] as const),
    ]),
    contains: async (commit, contained) => (await git('rev-list', commit)).split('\n').includes(contained),
    show: (commit, file) => git('show', `${commit}:${file}`),
  };
}
