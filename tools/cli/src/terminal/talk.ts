/** Prints the events of a run on stderr: a line a person can follow, or a JSON line for whoever watches. */
import { randomUUID } from 'node:crypto';
import type { Log, LogEvent } from '@pintag/release';
import { createColors } from 'picocolors';
import type { Io } from './io.ts';

/** @param run its name, the same on all lines of JSON. */
export function createTalk(io: Io, format: 'text' | 'json', run: string = randomUUID()): Log {
  if (format === 'json') {
    return (event) => {
      const line = { run, time: new Date(io.now()).toISOString(), ...event };
      if (io.stderrJson) io.stderrJson(line);
      else io.stderr(`${JSON.stringify(line)}\n`);
    };
  }

  const { dim, red, yellow, bold } = createColors(io.colour);
  const tint = { info: (text: string) => text, warn: yellow, error: red } as const;
  return (event) =>
    io.stderr(`${dim(event.step.padEnd(10))} ${subject(event, bold)}${tint[event.level](event.message)}${dim(took(event))}\n`);
}

function subject({ feature, version }: LogEvent, bold: (text: string) => string): string {
  if (!feature) return '';
  return `${bold(version ? `${feature}@${version}` : feature)}  `;
}

/** Only what took long enough to wonder about. */
function took({ durationMs }: LogEvent): string {
  return durationMs !== undefined && durationMs >= 500 ? `  (${(durationMs / 1000).toFixed(1)} s)` : '';
}
