/** Prints the events of a run on stderr: a line a person can follow, or a JSON line for whoever watches. */
import type { Log, LogEvent } from '@pintag/release';
import { createColors } from 'picocolors';
import type { Io } from './io.ts';

export function createTalk(io: Io, format: 'text' | 'json'): Log {
  if (format === 'json') return (event) => io.stderr(`${JSON.stringify({ time: new Date(io.now()).toISOString(), ...event })}\n`);

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
