/** Holds pushes inside the remote: each has been told what the remote has, and none is carried out, until the gate opens. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Gate {
  /** Resolves when so many pushes wait. */
  arrived(pushes: number): Promise<void>;
  /** For ever. */
  open(): Promise<void>;
}

/** @param folder of the gate's own; hooks can only see files. */
export async function closeGate(remote: string, folder: string): Promise<Gate> {
  await mkdir(folder, { recursive: true });
  await mkdir(path.join(remote, 'hooks'), { recursive: true });
  const script = `#!/bin/sh\n: > '${folder}/'$$\nwhile [ ! -e '${folder}/open' ]; do sleep 0.02; done\n`;
  await writeFile(path.join(remote, 'hooks', 'pre-receive'), script, { mode: 0o755 });
  return {
    async arrived(pushes) {
      while ((await readdir(folder)).length < pushes) await pause(20);
    },
    open: () => writeFile(path.join(folder, 'open'), ''),
  };
}
