/** A repository of three features that build in no time: what is released is plain JavaScript, by the same contract as a build of Angular. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

export const features = ['agenda', 'calendar', 'questionnaire'] as const;
export type Feature = (typeof features)[number];

export interface SmallSchool {
  /** Folder of bare repositories; this one is `acme/elements.git` in it. */
  readonly remotes: string;
  /** A person's clone. */
  readonly work: string;
  git(...args: readonly string[]): Promise<string>;
  /** Writes what the element of `feature` shows, commits that and pushes it. @returns the commit */
  say(feature: Feature, text: string, message: string, branch?: string): Promise<string>;
  messageOf(commit: string): Promise<string | undefined>;
  /** Another repository beside it, `owner/name`, of one commit. */
  addRemote(repository: string, files: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

const who = {
  GIT_AUTHOR_NAME: 'Dora',
  GIT_AUTHOR_EMAIL: 'dora@example.com',
  GIT_COMMITTER_NAME: 'Dora',
  GIT_COMMITTER_EMAIL: 'dora@example.com',
};

export async function createSmallSchool(): Promise<SmallSchool> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-school-'));
  const [remotes, work] = [join(folder, 'remotes'), join(folder, 'work')];
  const bare = join(remotes, 'acme', 'elements.git');
  const git = async (...args: readonly string[]) => {
    const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_GLOBAL: '/dev/null', ...who };
    return (await execa('git', args, { cwd: work, env, extendEnv: false })).stdout;
  };
  await mkdir(work);
  await mkdir(dirname(bare), { recursive: true });
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
  await git('init', '--quiet', '--initial-branch=main', '.');
  await git('remote', 'add', 'origin', bare);
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(work, file)), { recursive: true });
    await writeFile(join(work, file), text);
  };
  const source = (feature: Feature, text: string) => `export const text = ${JSON.stringify(`${feature}: ${text}`)};\n`;

  await write(
    'package.json',
    '{ "name": "school", "private": true, "type": "module", "scripts": { "pintag": "cd \\"$INIT_CWD\\" && pintag" } }\n',
  );
  await write('nx.json', '{ "useDaemonProcess": false, "neverConnectToCloud": true, "analytics": false }\n');
  await write('.gitignore', '.pintag/\n.nx/\ndist/\nnode_modules\n');
  await write('tools/build.mjs', buildScript);
  for (const feature of features) {
    await write(`libs/${feature}/src/element.ts`, source(feature, 'first'));
    await write(`libs/${feature}/project.json`, `${JSON.stringify(projectOf(feature), undefined, 2)}\n`);
  }
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'chore: a school');
  await git('push', '--quiet', 'origin', 'main');

  return {
    remotes,
    work,
    git,
    async say(feature, text, message, branch = 'main') {
      await write(`libs/${feature}/src/element.ts`, source(feature, text));
      await git('commit', '--quiet', '--all', '--message', message);
      await git('push', '--quiet', 'origin', `HEAD:${branch}`);
      return git('rev-parse', 'HEAD');
    },
    messageOf: (commit) => git('log', '-1', '--format=%B', commit).catch(() => undefined),
    async addRemote(repository, files) {
      const [remote, cwd] = [join(remotes, `${repository}.git`), join(folder, 'others', repository)];
      const run = (...args: readonly string[]) =>
        execa('git', args, {
          cwd,
          env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_GLOBAL: '/dev/null', ...who },
          extendEnv: false,
        });
      await mkdir(cwd, { recursive: true });
      await run('init', '--quiet', '--bare', '--initial-branch=main', remote);
      await run('init', '--quiet', '--initial-branch=main', '.');
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(cwd, file)), { recursive: true });
        await writeFile(join(cwd, file), text);
      }
      await run('add', '--all');
      await run('commit', '--quiet', '--message', 'feat: pages');
      await run('push', '--quiet', remote, 'main');
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const projectOf = (feature: Feature) => ({
  name: feature,
  root: `libs/${feature}`,
  targets: {
    build: {
      executor: 'nx:run-commands',
      options: { command: `node tools/build.mjs ${feature}` },
      outputs: [`{workspaceRoot}/dist/libs/${feature}`],
    },
  },
});

/** A text that says `broken` does not build. */
const buildScript = `import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [feature] = process.argv.slice(2);
const { text } = await import(\`../libs/\${feature}/src/element.ts\`);
if (/broken/.test(text)) throw new Error(\`\${feature} is broken\`);
const code = \`export const define = (tag) => customElements.define(tag, class extends HTMLElement { connectedCallback() { this.textContent = \${JSON.stringify(text)}; } });\\n\`;
const entry = \`element-\${createHash('sha256').update(code).digest('hex').slice(0, 8).toUpperCase()}.js\`;
const folder = \`dist/libs/\${feature}\`;
mkdirSync(folder, { recursive: true });
writeFileSync(\`\${folder}/\${entry}\`, code);
writeFileSync(\`\${folder}/element.json\`, JSON.stringify({ schema: 1, feature, element: \`pt-\${feature}\`, entry, static: [entry], lazy: [] }));
`;
