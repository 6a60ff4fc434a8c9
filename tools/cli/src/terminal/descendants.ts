/** Which processes a process has started, and these in turn: git leaves its transport behind when it is ended, a thread its git. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** @returns process ids, parents before their children; none where the system does not tell (Windows, no `ps`). */
export function descendantsOf(ancestor: number): number[] {
  const children = Map.groupBy(existsSync('/proc/self/stat') ? fromProc() : fromPs(), ({ parent }) => parent);
  const found: number[] = [ancestor];
  for (const pid of found) found.push(...(children.get(pid) ?? []).map((one) => one.pid));
  return found.slice(1);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
}

function fromProc(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // pid (name, which may hold anything) state parent …
        const parent = /.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1];
        return parent ? [{ pid: Number(name), parent: Number(parent) }] : [];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function fromPs(): Process[] {
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    return lines.map((line) => line.trim().split(/\s+/).map(Number)).map(([pid = 0, parent = 0]) => ({ pid, parent }));
  } catch {
    return [];
  }
}
