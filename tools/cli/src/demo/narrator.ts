/** Tells the story so that a person can follow it, and keeps count of what held. */
import { createColors } from 'picocolors';
import type { Io } from '../terminal/io.ts';

export interface Narrator {
  chapter(title: string): void;
  say(line: string): void;
  /** One assertion of the story: told either way, counted when it does not hold. */
  check(claim: string, holds: boolean, found?: string): void;
  readonly held: number;
  readonly broken: readonly string[];
}

export function createNarrator(io: Io): Narrator {
  const { bold, dim, green, red } = createColors(io.colour);
  const started = io.now();
  const broken: string[] = [];
  let chapters = 0;
  let held = 0;
  return {
    chapter(title) {
      chapters += 1;
      io.stderr(`\n${bold(`${chapters}. ${title}`)}  ${dim(`${Math.round((io.now() - started) / 1000)} s`)}\n`);
    },
    say: (line) => io.stderr(`   ${line}\n`),
    check(claim, holds, found) {
      if (holds) held += 1;
      else broken.push(claim);
      io.stderr(`   ${holds ? green('holds') : red('BROKEN')}  ${claim}${!holds && found ? `\n           found: ${found}` : ''}\n`);
    },
    get held() {
      return held;
    },
    broken,
  };
}
