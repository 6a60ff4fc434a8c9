/** Faults of the calls that are no requests: git on this machine, the builder, the clock. */
import { setTimeout as delay } from 'node:timers/promises';
import { PintagError } from '@pintag/cdn';
import type { Git, GitOptions, GitResult } from '../git/git.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import type { PartyCall } from './external-call.ts';
import type { JumpingClock } from './jumping-clock.ts';
import type { SmallRelease } from './small-release-lines.ts';
import { createWatch, watchTools } from './watch-calls.ts';

type Tools = Omit<ReleaseTools, 'repository'>;

export interface Interference {
  git(real: Git): Git;
  tools(real: Tools): Tools;
  /** The clock is right again. */
  end(): void;
}

export interface InterfereOptions {
  readonly fault: SmallRelease['fault'];
  readonly clock: JumpingClock;
  readonly run: string;
  readonly onCall: (call: PartyCall) => void;
}

/** Milliseconds. */
const slowness = 200;
const day = 24 * 60 * 60 * 1000;

export function interfere({ fault, clock, run, onCall }: InterfereOptions): Interference {
  const seen = new Map<string, number>();
  const count = (party: PartyCall['party'], name: string): number => {
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    onCall({ party, name, occurrence });
    return occurrence;
  };
  const die = () => process.kill(process.pid, 'SIGKILL');

  /** Makes a call, or what the fault makes of it. */
  async function disturbed<T>(party: PartyCall['party'], name: string, act: () => Promise<T>, other: Others<T>): Promise<T> {
    const occurrence = count(party, name);
    if (fault?.name !== name || fault.occurrence !== occurrence) return act();
    switch (fault.kind) {
      case 'fail-before':
        return other.fail();
      case 'fail-after':
        await act();
        return other.fail();
      case 'slow':
        await delay(slowness);
        return act();
      case 'time-out':
        return other.hang();
      case 'kill-before':
        die();
        return new Promise(() => {});
      case 'kill-after':
        await act();
        die();
        return new Promise(() => {});
      default:
        throw new Error(`${fault.kind} is no fault of ${name}.`);
    }
  }

  const jumpAt = (about: string): void => {
    const name = `clock at ${about}`;
    const occurrence = count('clock', name);
    if (fault?.name === name && fault.occurrence === occurrence) clock.jump(fault.kind === 'jump-back' ? -day : day);
  };

  return {
    git: (real) => ({
      run(args, options) {
        if (options.contact) jumpAt(`git ${options.contact}`);
        const name = options.contact ? undefined : writing(args, run);
        if (name === undefined) return real.run(args, options);
        return disturbed('git', name, () => real.run(args, options), {
          fail: () => Promise.resolve(refused),
          hang: () => hang(real, options),
        });
      },
      stream: (args, options) => real.stream(args, options),
    }),
    tools(real) {
      const watched = watchTools(real, createWatch({ before: ({ name, occurrence }) => (occurrence === 1 ? jumpAt(name) : undefined) }));
      return {
        ...watched,
        builder: {
          build: (features, root) =>
            disturbed('builder', `builder ${features.join()}`, () => watched.builder!.build(features, root), {
              fail: () =>
                Promise.reject(new PintagError('PT_BUILD_FAILED', { feature: features.join(), output: 'the builder broke down' })),
              hang: () => new Promise(() => {}),
            }),
        },
      };
    },
    end: () => clock.jump(0),
  };
}

interface Others<T> {
  readonly fail: () => Promise<T>;
  readonly hang: () => Promise<T>;
}

const refused: GitResult = { stdout: '', stderr: 'fatal: unable to write new file: Input/output error', exitCode: 128 };

/** A git process that does nothing, for longer than anybody waits. */
const hang = (real: Git, options: GitOptions): Promise<GitResult> => real.run(['-c', 'alias.hang=!exec sleep 600', 'hang'], options);

/** The name of a call that writes on this machine, without what depends on the run; `undefined` for all others. */
function writing(args: readonly string[], run: string): string | undefined {
  const [verb = '', sub = ''] = args;
  if (verb === 'worktree') return `git worktree ${sub}`;
  if (verb !== 'init' && verb !== 'clone') return undefined;
  return `git ${verb} ${args.at(-1)!.split(`/${run}/`).at(-1)}`;
}
