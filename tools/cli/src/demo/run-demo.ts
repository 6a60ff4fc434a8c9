/** Puts the stage up for the story, has it told, and keeps serving or takes everything down again. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createS3Client, createS3Store, PintagError } from '@pintag/cdn';
import { startLocal } from '@pintag/local';
import { localOptions } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { openViewer } from './browser.ts';
import { serveHostPage } from './host-page.ts';
import { createNarrator } from './narrator.ts';
import { openDemoRepository } from './repository.ts';
import { pintagIn } from './run-pintag.ts';
import { tellStory } from './story.ts';

/** The parts of mocks/node.ts that the demo needs; mocks lie outside the tools and are loaded from the repository that is shown. */
interface Mocks {
  startBackend(options: {
    readonly port: number;
    readonly allowOrigins: readonly string[];
  }): Promise<{ readonly origin: string; close(): Promise<void> }>;
}

export interface DemoOptions {
  readonly root: string;
  /** Take everything down when the story is told. */
  readonly once: boolean;
  /** First of the ports to serve on; 0: any free ones. */
  readonly port: number;
  /** Executable of the browser that shows the pages. */
  readonly chromium: string | undefined;
  readonly io: Io;
}

export interface DemoResult {
  readonly ok: boolean;
  /** How many assertions held. */
  readonly held: number;
  readonly broken: readonly string[];
  /** Folder. */
  readonly screenshots: string;
}

export async function runDemo({ root, once, port, chromium, io }: DemoOptions): Promise<DemoResult> {
  if (!chromium) throw new PintagError('PT_NO_CHROMIUM', { looked: ['PINTAG_CHROMIUM', 'CHROME_PATH', 'PATH', "Playwright's downloads"] });

  const folder = join(root, '.pintag', 'demo');
  const stack = new AsyncDisposableStack();
  const narrator = createNarrator(io);
  try {
    narrator.chapter('Start a store and an edge on this machine, and a git remote');
    // The lock on its data folder refuses while another demo serves from it; only then is the rest of the last demo removed.
    const dataDir = join(folder, 'local');
    const probe = await startLocal({ dataDir, port, ...localOptions(io) });
    await probe.close();
    await rm(folder, { recursive: true, force: true });

    const local = await startLocal({ dataDir, port, ...localOptions(io) });
    stack.defer(() => local.close());
    const repository = await openDemoRepository({ root, folder, env: io.env });
    const { startBackend } = (await import(pathToFileURL(join(root, 'mocks', 'node.ts')).href)) as Mocks;
    const host = await serveHostPage({ source: join(root, 'apps', 'host-html'), folder: join(folder, 'host'), port: offset(port, 3) });
    stack.defer(() => host.close());
    const backend = await startBackend({ port: offset(port, 4), allowOrigins: [host.origin] });
    stack.defer(() => backend.close());
    const url = `${host.origin}/?api=${encodeURIComponent(backend.origin)}`;
    narrator.say(`edge       ${local.edge.origin}`);
    narrator.say(`s3         ${local.s3.endpoint}  (bucket ${local.s3.bucket})`);
    narrator.say(`git remote ${repository.remote}`);
    narrator.say(`backend    ${backend.origin}`);
    narrator.say(`host page  ${url}`);

    const viewer = await openViewer(chromium);
    stack.defer(() => viewer.close());
    const client = createS3Client({ ...local.s3, credentials: local.s3, forcePathStyle: true });
    stack.defer(() => client.destroy());
    const store = createS3Store({ client, bucket: local.s3.bucket });
    const screenshots = join(folder, 'screenshots');
    await tellStory({ narrator, repository, pintag: pintagIn(repository.work, local, io), store, host, url, viewer, screenshots });

    io.stderr(`\n${narrator.held} held, ${narrator.broken.length} broken. Screenshots are in ${screenshots}.\n`);
    for (const claim of narrator.broken) io.stderr(`   broken: ${claim}\n`);
    if (!once && narrator.broken.length === 0) {
      await viewer.close();
      io.stderr(`\nServing until you end it (Ctrl-C):\n   host page  ${url}\n   edge       ${local.edge.origin}/elements/index.json\n`);
      await ended(io.takeOverEnding());
    }
    return { ok: narrator.broken.length === 0, held: narrator.held, broken: narrator.broken, screenshots };
  } finally {
    await stack.disposeAsync();
  }
}

const offset = (port: number, by: number): number => (port === 0 ? 0 : port + by);

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
