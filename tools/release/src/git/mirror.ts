/** A bare repository on this machine with the remote's heads, tags and notes: everything is decided here, and only a push leaves. */
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { type Checkout, isoDate, complaint } from './checkout.ts';
import { contact } from './contact.ts';
import { withConfig } from './environment.ts';
import { ask, type Environment, type Git } from './git.ts';
import { publicUrl } from './remote-url.ts';
import { isDiskComplaint } from './run-folder-failure.ts';

export interface MirrorTag {
  /** `questionnaire-v1.1.0` */
  readonly name: string;
  /** What the ref holds: the commit, or a tag object. */
  readonly object: string;
  readonly commit: string;
  /** ISO 8601 in UTC. */
  readonly committedAt: string;
}

/** semantic-release's note about a tag: its channels. */
export interface MirrorNote {
  readonly tag: string;
  readonly ref: string;
  readonly object: string;
  /** `<email>` of who committed it. */
  readonly committer: string;
}

export interface MirrorRefs {
  readonly heads: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, MirrorTag>;
  /** By tag. */
  readonly notes: ReadonlyMap<string, MirrorNote>;
}

/** semantic-release keeps one notes ref a tag. */
export const noteRef = (tag: string): string => `refs/notes/semantic-release-${tag}`;

export interface Mirror {
  readonly folder: string;
  /** For calls inside the mirror: no more than it needs. */
  readonly env: Environment;
  /** One contact with the remote. @throws {PintagError} PT_REMOTE_UNREACHABLE, PT_RUN_FOLDER */
  fetch(): Promise<void>;
  refs(): Promise<MirrorRefs>;
  /** Names below `namespace` whose commit `commit` contains. */
  merged(namespace: 'refs/tags', commit: string): Promise<ReadonlySet<string>>;
  /** Names below `namespace` that contain `commit`. */
  containing(namespace: 'refs/heads' | 'refs/tags', commit: string): Promise<ReadonlySet<string>>;
}

/** Made by the first `fetch`. Objects of the checkout are borrowed, not copied, as far as it has them. */
export async function createMirror(options: {
  git: Git;
  checkout: Checkout;
  folder: string;
  env: Environment;
  /** Milliseconds to wait before each new try when the line or the server failed for a moment. */
  patience?: readonly number[];
}): Promise<Mirror> {
  const { git, checkout, folder, env, patience } = options;
  const inside = { cwd: folder, env };
  const names = async (...args: string[]) =>
    new Set((await ask(git, ['for-each-ref', '--format=%(refname:strip=2)', ...args], inside)).split('\n').filter(Boolean));

  // Nobody but `fetch` changes them.
  let known: Promise<MirrorRefs> | undefined;
  let isMade = false;
  const readRefs = async () =>
    parseRefs(await ask(git, ['for-each-ref', `--format=${refFormat}`, 'refs/heads', 'refs/tags', 'refs/notes'], inside));

  return {
    folder,
    env,
    async fetch() {
      known = undefined;
      const { url } = checkout.remote;
      // git leaves nothing of a clone that failed, unless it was killed.
      if (!isMade) await rm(folder, { recursive: true, force: true });
      const args = isMade ? ['fetch', ...fetchOptions, '--', url, ...refspecs] : ['clone', ...cloneOptions(checkout), '--', url, folder];
      const { exitCode, stderr } = await contact(git, args, {
        cwd: isMade ? folder : dirname(folder),
        env: withConfig(env, checkout.access),
        contact: 'fetch',
        ...(patience && { patience }),
      });
      if (exitCode !== 0 && isDiskComplaint(stderr)) throw new PintagError('PT_RUN_FOLDER', { folder, why: complaint(stderr) });
      if (exitCode !== 0) throw new PintagError('PT_REMOTE_UNREACHABLE', { remote: publicUrl(url), why: complaint(stderr) });
      if (!isMade) await forgetRemote(folder);
      isMade = true;
    },
    refs: () => (known ??= readRefs()),
    merged: (namespace, commit) => names(`--merged=${commit}`, namespace),
    containing: (namespace, commit) => names(`--contains=${commit}`, namespace),
  };
}

const notesRefspec = '+refs/notes/semantic-release-*:refs/notes/semantic-release-*';
const refspecs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*', notesRefspec];
const fetchOptions = ['--quiet', '--no-tags', '--prune', '--no-write-fetch-head', '--no-recurse-submodules', '--no-auto-maintenance'];

/** A clone writes all refs into one file, where a fetch writes a file for each. */
const cloneOptions = ({ objects }: Checkout): string[] => [
  ...['--quiet', '--bare', '--no-local', '--template=', '--config', `remote.origin.fetch=${notesRefspec}`],
  ...(objects === undefined ? [] : ['--reference', dirname(objects)]),
];

/** The address may carry a credential, and nothing needs it here: what is fetched later is fetched by address. */
async function forgetRemote(folder: string): Promise<void> {
  const file = join(folder, 'config');
  const sections = (await readFile(file, 'utf8')).split(/^(?=\[)/m);
  await writeFile(file, sections.filter((section) => !section.startsWith('[remote ')).join(''));
}

/** A repository that borrows its objects from `alternates` (folders named objects). */
export async function createBareRepository(options: {
  git: Git;
  folder: string;
  env: Environment;
  objectFormat: string;
  alternates: readonly string[];
}): Promise<void> {
  const { git, folder, env, objectFormat, alternates } = options;
  await ask(git, ['init', '--quiet', '--bare', '--template=', `--object-format=${objectFormat}`, folder], { cwd: join(folder, '..'), env });
  await appendFile(join(folder, 'objects', 'info', 'alternates'), alternates.map((objects) => `${objects}\n`).join(''));
}

const refFields = ['refname', 'objectname', '*objectname', 'committerdate:unix', '*committerdate:unix', 'committeremail'];
const refFormat = refFields.map((field) => `%(${field})`).join('%00');

function parseRefs(listing: string): MirrorRefs {
  const heads = new Map<string, string>();
  const tags = new Map<string, MirrorTag>();
  const notes = new Map<string, MirrorNote>();
  for (const line of listing.split('\n')) {
    const [ref = '', object = '', peeled, date, peeledDate, committer = ''] = line.split('\0');
    const name = ref.split('/').slice(2).join('/');
    const seconds = peeledDate || date;
    if (ref.startsWith('refs/heads/')) heads.set(name, object);
    // A tag of something else than a commit has no date; it is none of ours.
    else if (ref.startsWith('refs/tags/') && seconds)
      tags.set(name, { name, object, commit: peeled || object, committedAt: isoDate(seconds) });
    else if (name.startsWith('semantic-release-')) {
      const tag = name.slice('semantic-release-'.length);
      notes.set(tag, { tag, ref, object, committer });
    }
  }
  return { heads, tags, notes };
}
