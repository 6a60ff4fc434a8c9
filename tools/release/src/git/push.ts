/** The commit point of a release: one atomic push of exactly our tags and notes, and what became of each. */
import { setTimeout as delay } from 'node:timers/promises';
import { PintagError } from '@pintag/cdn/errors';
import { complaint } from './checkout.ts';
import { contact, defaultPatience } from './contact.ts';
import { type Environment, type Git, timedOut } from './git.ts';
import { publicText, publicUrl } from './remote-url.ts';

/** Refs that go together: the tag of a version and its note. */
export interface RefGroup {
  readonly refs: readonly { readonly name: string; readonly object: string }[];
}

export type GroupOutcome =
  | { readonly status: 'pushed' }
  /** `heldBack`: nobody has its refs; only others of the same push were taken. */
  | { readonly status: 'raced'; readonly heldBack?: true }
  | { readonly status: 'refused'; readonly why: string };

export interface PushOptions {
  readonly git: Git;
  /** A repository that has all the objects. */
  readonly cwd: string;
  readonly env: Environment;
  readonly url: string;
  /** Milliseconds to wait before each new try when the network fails. */
  readonly patience?: readonly number[];
}

/**
 * @returns one outcome a group, in their order
 * @throws {PintagError} PT_PUSH_DENIED, PT_REMOTE_UNREACHABLE
 */
export async function pushGroups<G extends RefGroup>(groups: readonly G[], options: PushOptions): Promise<ReadonlyMap<G, GroupOutcome>> {
  const outcomes = new Map<G, GroupOutcome>();
  let left = groups;
  while (left.length) {
    const verdicts = await pushOnce(left, options);
    const refused = left.filter((group) => verdicts.get(group)?.status === 'refused');
    // A hook that refuses the whole push does not say which ref it means: ask for each alone.
    if (refused.length === left.length && left.length > 1) {
      return new Map([...outcomes, ...(await pushEach(left, options))]);
    }
    // One refused ref holds back all others of an atomic push; without it they may go.
    if (refused.length === 0) {
      for (const [group, verdict] of verdicts) outcomes.set(group, verdict);
      return outcomes;
    }
    for (const group of refused) outcomes.set(group, verdicts.get(group)!);
    left = left.filter((group) => !refused.includes(group));
  }
  return outcomes;
}

/** A remote that fails on the way must not hide what it has taken already: that has to be published. */
async function pushEach<G extends RefGroup>(groups: readonly G[], options: PushOptions): Promise<ReadonlyMap<G, GroupOutcome>> {
  const outcomes = new Map<G, GroupOutcome>();
  for (const group of groups) {
    try {
      outcomes.set(group, (await pushOnce([group], options)).get(group)!);
    } catch (error) {
      const hasPushed = [...outcomes.values()].some(({ status }) => status === 'pushed');
      if (!hasPushed || !(error instanceof PintagError)) throw error;
      for (const rest of groups) if (!outcomes.has(rest)) outcomes.set(rest, { status: 'refused', why: error.message.replace(/\.$/, '') });
      break;
    }
  }
  return outcomes;
}

async function pushOnce<G extends RefGroup>(groups: readonly G[], options: PushOptions): Promise<ReadonlyMap<G, GroupOutcome>> {
  const { git, cwd, env, url, patience = defaultPatience } = options;
  const refs = groups.flatMap((group) => group.refs);
  const refspecs = refs.map(({ name, object }) => `${object}:${name}`);
  for (const pause of [...patience, undefined]) {
    const { stdout, stderr, exitCode } = await git.run(
      ['push', '--atomic', '--porcelain', '--no-verify', '--no-follow-tags', '--', url, ...refspecs],
      {
        cwd,
        env,
        contact: 'push',
      },
    );
    const lines = parsePorcelain(stdout);
    if (lines.length || exitCode === 0) return new Map(groups.map((group) => [group, verdict(group, lines)]));
    const why = complaint(stderr);
    if (denied.test(stderr)) throw new PintagError('PT_PUSH_DENIED', { remote: publicUrl(url), why });
    // The answer may be lost and not the push: our notes are unlike any other run's, so the remote can tell.
    const arrived = await listRemote({ git, cwd, env, url, names: refs.map(({ name }) => name) });
    if (arrived?.size)
      return new Map(
        groups.map((group) => [
          group,
          { status: group.refs.every(({ name, object }) => arrived.get(name) === object) ? 'pushed' : 'raced' },
        ]),
      );
    // A remote that is silent twice would only be waited for in vain.
    const isSilent = exitCode === timedOut && arrived === undefined;
    if (pause === undefined || isSilent) throw new PintagError('PT_REMOTE_UNREACHABLE', { remote: publicUrl(url), why });
    await delay(pause);
  }
  throw new Error('unreachable');
}

const denied =
  /\b40[13]\b|permission .*denied|access denied|not authorized|authentication failed|could not read (username|password)|write access|read-only|protected branch/i;

/** @returns `undefined` while the remote does not answer */
async function listRemote(options: { git: Git; cwd: string; env: Environment; url: string; names: readonly string[] }) {
  const { git, cwd, env, url, names } = options;
  const { stdout, exitCode } = await git.run(['ls-remote', '--', url, ...names], { cwd, env, contact: 'list' });
  if (exitCode !== 0) return undefined;
  return new Map(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.split('\t')[1]!, line.split('\t')[0]!]),
  );
}

interface PushedRef {
  /** `*` new, ` ` fast-forwarded, `=` there already, `!` rejected. */
  readonly flag: string;
  readonly name: string;
  readonly summary: string;
}

/** `<flag>\t<from>:<to>\t<summary>`, see git-push(1). */
function parsePorcelain(stdout: string): PushedRef[] {
  return stdout.split('\n').flatMap((line) => {
    const [flag = '', refs = '', summary = ''] = line.split('\t');
    return summary ? [{ flag: flag.charAt(0), name: refs.slice(refs.indexOf(':') + 1), summary }] : [];
  });
}

/** The remote has moved since we fetched; receive-pack and the client have several words for it. */
const moved =
  /already exists|fetch first|non-fast-forward|stale info|needs force|cannot lock ref|failed to (lock|update)|reference already|remote ref updated/i;
/** Held back only because of another ref of the same push. */
const heldBack = /atomic/i;

function verdict(group: RefGroup, lines: readonly PushedRef[]): GroupOutcome {
  const own = lines.filter(({ name }) => group.refs.some((ref) => ref.name === name));
  const rejected = own.filter(({ flag }) => flag === '!');
  const refusal = rejected.find(({ summary }) => !moved.test(summary) && !heldBack.test(summary));
  // The words are a hook's, and hooks name the URL that was pushed to.
  if (refusal) return { status: 'refused', why: publicText(refusal.summary.replace(/^\[[^\]]*\]\s*/, '').replace(/^\((.*)\)$/, '$1')) };
  const isHeldBack = own.length > 0 && own.every(({ flag, summary }) => flag === '!' && heldBack.test(summary));
  if (isHeldBack) return { status: 'raced', heldBack: true };
  const isOurs = own.length === group.refs.length && own.every(({ flag }) => flag === '*' || flag === ' ');
  return { status: isOurs ? 'pushed' : 'raced' };
}

/**
 * Asks the remote whether a tag may be pushed, without pushing one.
 * @throws {PintagError} PT_PUSH_DENIED, PT_REMOTE_UNREACHABLE
 */
export async function checkPushRight(options: PushOptions & { readonly commit: string; readonly run: string }): Promise<void> {
  const { git, cwd, env, url, commit, run, patience } = options;
  const { stderr, exitCode } = await contact(
    git,
    ['push', '--dry-run', '--porcelain', '--no-verify', '--', url, `${commit}:refs/tags/pintag-check-${run}`],
    {
      cwd,
      env,
      contact: 'check',
      ...(patience && { patience }),
    },
  );
  if (exitCode === 0) return;
  const facts = { remote: publicUrl(url), why: complaint(stderr) };
  throw new PintagError(denied.test(stderr) ? 'PT_PUSH_DENIED' : 'PT_REMOTE_UNREACHABLE', facts);
}
