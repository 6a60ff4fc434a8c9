/** A view of the mirror that holds one feature's tags and notes only, and a clone of it in which semantic-release can do no harm. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, type Environment, type Git } from './git.ts';
import { createBareRepository, type MirrorRefs, noteRef } from './mirror.ts';

export interface Scratch {
  readonly view: string;
  readonly clone: string;
}

export async function createScratch(options: {
  git: Git;
  /** Gets the folders `view` and `clone`. */
  folder: string;
  env: Environment;
  objectFormat: string;
  /** Folder of the mirror's objects. */
  objects: string;
  branch: string;
  heads: ReadonlyMap<string, string>;
  /** Of one feature. */
  tags: readonly string[];
  refs: MirrorRefs;
  /** What semantic-release is told the remote's URL is. */
  repositoryUrl: string;
}): Promise<Scratch> {
  const { git, folder, env, objectFormat, objects, branch, heads, tags, refs, repositoryUrl } = options;
  const view = join(folder, 'view');
  const clone = join(folder, 'clone');
  await mkdir(folder, { recursive: true });
  await createBareRepository({ git, folder: view, env, objectFormat, alternates: [objects] });
  await writeFile(join(view, 'packed-refs'), packedRefs(heads, tags, refs));
  await writeFile(join(view, 'HEAD'), `ref: refs/heads/${branch}\n`);

  await ask(git, ['clone', '--quiet', '--shared', '--no-checkout', '--template=', `--branch=${branch}`, '--', view, clone], {
    cwd: folder,
    env,
  });
  // In the clone's own configuration, because semantic-release starts some of its git calls without the environment that it is given.
  const settings = [
    `[url ${quoted(view)}]`,
    `insteadOf = ${quoted(repositoryUrl)}`,
    `pushInsteadOf = ${quoted(repositoryUrl)}`,
    '[protocol]',
    'allow = never',
    '[protocol "file"]',
    'allow = always',
  ];
  await appendFile(join(clone, '.git', 'config'), settings.map((line) => `${line}\n`).join(''));
  // Stops the search for the nearest package.json, whose content would reach the notes.
  await writeFile(join(clone, 'package.json'), '{}\n');
  return { view, clone };
}

/** As git-config(1) wants it, of subsections and values alike; a `-c key=value` would end at the first `=` of a path. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

function packedRefs(heads: ReadonlyMap<string, string>, tags: readonly string[], refs: MirrorRefs): string {
  const lines = [
    ...[...heads].map(([name, commit]) => `${commit} refs/heads/${name}`),
    ...tags.flatMap((name) => {
      const tag = refs.tags.get(name);
      const note = refs.notes.get(name);
      return [...(tag ? [`${tag.object} refs/tags/${name}`] : []), ...(note ? [`${note.object} ${noteRef(name)}`] : [])];
    }),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Tags and notes that a run of semantic-release made in its view, or changed: `refs` are those that it began with. */
export async function readMadeRefs(options: {
  git: Git;
  env: Environment;
  view: string;
  refs: MirrorRefs;
}): Promise<readonly { readonly name: string; readonly object: string }[]> {
  const { git, env, view, refs } = options;
  const listing = await ask(git, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags', 'refs/notes'], { cwd: view, env });
  const notes = new Map([...refs.notes.values()].map(({ ref, object }) => [ref, object]));
  const before = (name: string) =>
    name.startsWith('refs/tags/') ? refs.tags.get(name.slice('refs/tags/'.length))?.object : notes.get(name);
  return listing.split('\n').flatMap((line) => {
    const [object = '', name = ''] = line.split(' ');
    return name && before(name) !== object ? [{ name, object }] : [];
  });
}
