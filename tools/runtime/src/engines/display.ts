/** An X server that draws into memory, for an engine that has no headless mode. */
import { once } from 'node:events';
import { startProcess } from './start-process.ts';

export interface Display extends AsyncDisposable {
  /** `:7`, for the variable `DISPLAY`. */
  readonly name: string;
}

/** Xvfb picks a free number and says it, so several can start at once. */
export async function startDisplay(xvfb: string, env: NodeJS.ProcessEnv): Promise<Display> {
  const server = startProcess(xvfb, ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], env);
  const [said] = (await Promise.race([once(server.stdout, 'data'), server.ended])) as [unknown];
  const name = `:${String(said).trim()}`;
  if (/^:\d+$/.test(name)) return { name, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  await server[Symbol.asyncDispose]();
  throw new Error(`Xvfb did not start: ${String(said)}`);
}
