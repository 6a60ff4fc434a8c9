/** The GitHub release of a version: made once, found by its tag. */
import * as v from 'valibot';
import { doOnce } from './do-once.ts';
import type { GithubClient } from './github-client.ts';

export interface WantedRelease {
  readonly tag: string;
  readonly commit: string;
  readonly name: string;
  /** Markdown. */
  readonly body: string;
  readonly prerelease: boolean;
  /** Whether it becomes the one that the repository's front page shows. */
  readonly latest: boolean;
}

export interface PlacedRelease {
  /** Of its page. */
  readonly url: string;
}

const releaseSchema = v.object({ id: v.number(), html_url: v.string(), prerelease: v.boolean() });
/** @returns `undefined` for an answer that is none. */
const parse = (answer: unknown): Found | undefined => {
  const parsed = v.safeParse(releaseSchema, answer);
  return parsed.success ? parsed.output : undefined;
};
type Found = v.InferOutput<typeof releaseSchema>;

/**
 * What people have written into a release that is there stays. A prerelease that has become a release is marked as one.
 * @throws {PintagError} PT_GITHUB_DENIED, PT_GITHUB_UNREACHABLE
 */
export async function placeRelease(client: GithubClient, wanted: WantedRelease): Promise<PlacedRelease> {
  const { tag, commit, name, body, prerelease, latest } = wanted;
  const look = async (): Promise<Found | undefined> => {
    const found = await client.read('GET releases/tags/{tag}', { tag });
    return found === undefined ? undefined : parse(found);
  };
  const make_latest = String(latest);
  const release = await doOnce(client, {
    look,
    // GitHub makes a tag that is not there; then at least of the right commit.
    write: async () =>
      parse(await client.write('POST releases', { tag_name: tag, target_commitish: commit, name, body, prerelease, make_latest })),
  });
  if (!release.prerelease || prerelease) return { url: release.html_url };

  const promoted = await doOnce(client, {
    look: async () => {
      const found = await look();
      return found?.prerelease === false ? found : undefined;
    },
    write: async () => parse(await client.write('PATCH releases/{id}', { id: release.id, prerelease, make_latest })),
  });
  return { url: promoted.html_url };
}
