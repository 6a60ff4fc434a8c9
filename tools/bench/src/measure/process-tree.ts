/** Watches a process and everything it starts, through Linux's /proc: who they are, and what they took. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessTree {
  /** Looks again. To be called often: what came and went in between is not seen. */
  look(): void;
  /** Process numbers of those that were alive at the last look, parents before their children, the root first. */
  alive(): readonly number[];
  /** MiB: the most memory that one of them, the root left out, ever held. */
  peakMiB(): number;
  /** CPU seconds, as far as they were seen, of those that outlived their parent: nobody waits for them, so nobody else counts them. */
  orphanSeconds(): number;
}

interface Seen {
  /** Clock ticks since the machine started: a number can be given to another process later. */
  readonly started: string;
  parent: number;
  /** Its own and those of children that it waited for. */
  seconds: number;
}

/** Clock ticks a second; Linux shows this rate to programs on every architecture we run on. */
const ticksPerSecond = 100;

export function watchProcesses(root: number): ProcessTree {
  const seen = new Map<number, Seen>();
  let living: number[] = [];
  let peak = 0;

  function note(process: number): boolean {
    const stat = read(`/proc/${process}/stat`);
    if (stat === undefined) return false;
    // The name stands in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent, user, system, childUser, childSystem, started] = [1, 11, 12, 13, 14, 19].map((index) => fields[index]!);
    const before = seen.get(process);
    if (before && before.started !== started) return false;
    const seconds = (Number(user) + Number(system) + Number(childUser) + Number(childSystem)) / ticksPerSecond;
    if (before) Object.assign(before, { parent: Number(parent), seconds });
    else seen.set(process, { started: started!, parent: Number(parent), seconds });
    return true;
  }

  return {
    look() {
      const found = new Set<number>([root]);
      for (const process of living) if (note(process)) found.add(process);
      // A Set can grow while it is walked.
      for (const process of found) for (const child of childrenOf(process)) if (note(child)) found.add(child);
      note(root);
      living = [...found];
      for (const process of living) if (process !== root) peak = Math.max(peak, highWater(process));
    },
    alive: () => living,
    peakMiB: () => peak / 1024,
    orphanSeconds() {
      const orphans = [...seen].filter(([process, { parent }]) => process !== root && !seen.has(parent));
      return orphans.reduce((sum, [, { seconds }]) => sum + seconds, 0);
    },
  };
}

function childrenOf(process: number): number[] {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${process}/task`);
  } catch {
    // It has ended.
    return [];
  }
  return threads.flatMap((thread) => (read(`/proc/${process}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number));
}

/** KiB */
const highWater = (process: number): number => Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${process}/status`) ?? '')?.[1] ?? 0);

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended.
    return undefined;
  }
}
