/** What a release will meet at the git remote: whether it answers, which release branches it has, and whether tags may be pushed. Changes nothing there. */
import { readCheckout, complaint } from './checkout.ts';
import { contact } from './contact.ts';
import { gitEnvironment, withConfig } from './environment.ts';
import { PintagError } from '@pintag/cdn/errors';
import { type Environment, type Git, installedGit } from './git.ts';
import { checkPushRight } from './push.ts';
import { type BranchSpec, matchReleaseBranches } from './release-branches.ts';
import { publicUrl } from './remote-url.ts';

export interface InspectRemoteOptions {
  /** A folder of the checkout. */
  readonly root: string;
  /** Name of the remote. */
  readonly remote: string;
  readonly branches: readonly BranchSpec[];
  /** Unique: names the tag that is not pushed. */
  readonly run: string;
  readonly env: Environment;
  readonly git?: Git;
}

export interface RemoteState {
  /** Without user name and password. */
  readonly url: string;
  /** The release branches that it has. */
  readonly branches: readonly string[];
}

/**
 * The same dry push as a release begins with; one try.
 * @throws {PintagError} PT_NOT_A_REPOSITORY, PT_NO_COMMIT, PT_NO_REMOTE, PT_SHALLOW_CLONE, PT_REMOTE_UNREACHABLE, PT_BRANCH_NOT_RELEASING, PT_PUSH_DENIED
 */
export async function inspectRemote({
  root,
  remote,
  branches: specs,
  run,
  env,
  git = installedGit,
}: InspectRemoteOptions): Promise<RemoteState> {
  const own = gitEnvironment(env);
  const checkout = await readCheckout({ git, root, remote, env: own, mayHaveChanges: true });
  const network = { git, cwd: checkout.root, env: withConfig(own, checkout.access), patience: [] };
  const { url, pushUrl } = checkout.remote;
  const { stdout, stderr, exitCode } = await contact(git, ['ls-remote', '--heads', '--', url], { ...network, contact: 'list' });
  if (exitCode !== 0) throw new PintagError('PT_REMOTE_UNREACHABLE', { remote: publicUrl(url), why: complaint(stderr) });
  const heads = stdout.split('\n').flatMap((line) => /\trefs\/heads\/(?<name>.+)$/.exec(line)?.groups?.['name'] ?? []);
  const branches = matchReleaseBranches(specs, heads).map(({ name }) => name);
  if (branches.length === 0) throw new PintagError('PT_BRANCH_NOT_RELEASING', { branch: checkout.branch ?? 'HEAD', known: [] });
  await checkPushRight({ ...network, url: pushUrl, commit: checkout.commit, run });
  return { url: publicUrl(pushUrl), branches };
}
