/** Starts serve.ts as a child, and kills it as nothing can be prepared for. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LocalAddresses } from '../data/server-file.ts';

export interface ServingProcess {
  readonly addresses: LocalAddresses;
  readonly pid: number | undefined;
  /** What it wrote to stderr so far. */
  errors(): string;
  /** `kill -9`; done when the process is gone, and harmless then. */
  kill(): Promise<void>;
}

export async function startServingProcess(dataDir: string): Promise<ServingProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('serve.ts', import.meta.url)), dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const line = await firstLine(child);
  if (line === undefined) throw new Error(`The server did not start: ${errors}`);
  return {
    // Typed as it is printed; the specs use every part of it.
    addresses: JSON.parse(line) as LocalAddresses,
    pid: child.pid,
    errors: () => errors,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string | undefined> {
  if (!stdout) return undefined;
  for await (const line of createInterface({ input: stdout })) return line;
  return undefined;
}
