/** TypeScript configurations of single libraries, written where Nx and git do not look; editors read libs/tsconfig.json, which these extend. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

export interface TsConfigOptions {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Unique among all that may run at once: `questionnaire/build`. */
  readonly name: string;
  /** Relative to `workspaceRoot`, as are the patterns of `include`. */
  readonly files?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly types?: readonly string[];
}

/** Folder for what targets generate, relative to the workspace root. */
export const generatedFolder = '.nx/pintag';

/** @returns The path of the file relative to the workspace root. */
export async function writeTsConfig({ workspaceRoot, name, files, include, exclude, types = [] }: TsConfigOptions): Promise<string> {
  const path = `${generatedFolder}/${name}/tsconfig.json`;
  const absolute = join(workspaceRoot, path);
  const toHere = (file: string) => relative(dirname(absolute), join(workspaceRoot, file)).replaceAll('\\', '/');
  const config = {
    extends: toHere('libs/tsconfig.json'),
    compilerOptions: { types, rootDir: toHere('.'), outDir: './out' },
    files: files?.map(toHere) ?? [],
    include: include?.map(toHere) ?? [],
    exclude: exclude?.map(toHere) ?? [],
  };
  const text = `${JSON.stringify(config, null, 2)}\n`;
  // Another target may be reading it right now; the same text needs no writing.
  if ((await readFile(absolute, 'utf8').catch(() => '')) === text) return path;
  await mkdir(dirname(absolute), { recursive: true });
  await writeFile(absolute, text);
  return path;
}
