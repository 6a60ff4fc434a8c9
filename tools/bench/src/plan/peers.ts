/** The peers, installed by npm into a scratch folder and pinned here: this repository's own dependencies stay as they are. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

export const peerVersions: Readonly<Record<string, string>> = {
  '@anolilab/multi-semantic-release': '4.4.14',
  '@nx/devkit': '23.2.1',
  '@nx/js': '23.2.1',
  nx: '23.2.1',
  'semantic-release': '25.0.9',
  '@semantic-release/commit-analyzer': '13.0.1',
  '@semantic-release/release-notes-generator': '14.1.1',
  typescript: '6.0.3',
};

export interface Peers {
  /** A folder named node_modules. */
  readonly modules: string;
  /** Why only what this repository itself uses is there: Nx, but not multi-semantic-release. */
  readonly missing?: string;
}

export interface InstallOptions {
  /** Of this repository. */
  readonly root: string;
  readonly scratch: string;
  readonly node: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

export async function installPeers({ root, scratch, node, env, say }: InstallOptions): Promise<Peers> {
  const manifest = JSON.stringify({ name: 'peers', private: true, dependencies: peerVersions }, undefined, 2);
  const folder = join(scratch, `peers-${createHash('sha256').update(manifest).digest('hex').slice(0, 12)}`);
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return { modules };

  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await writeFile(join(unfinished, 'package.json'), manifest);
  say(`Installing the peers into ${folder} (npm install, half a minute)…`);
  const [npm, ...before] = env['npm_execpath'] ? [node, env['npm_execpath']] : ['npm'];
  const { exitCode, stderr, shortMessage } = await execa(npm!, [...before, 'install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: unfinished,
    // Without the settings that the npm around us was called with; they are about this repository.
    env: {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^(npm_|INIT_CWD)/.test(name))),
      PATH: `${dirname(node)}:${env['PATH'] ?? ''}`,
    },
    extendEnv: false,
    reject: false,
  });
  if (exitCode !== 0) {
    const missing = `npm could not install the peers: ${stderr?.trim().split('\n')[0] || shortMessage}`;
    say(`${missing}\nWithout them, multi-semantic-release is not measured; nx release is, with the Nx of this repository.`);
    return { modules: join(root, 'node_modules'), missing };
  }
  await rename(unfinished, folder);
  return { modules };
}
