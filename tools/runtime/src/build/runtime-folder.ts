/** The built runtime on disk: what `nx build runtime` leaves for the builds of features, and for who publishes it. */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn';
import * as v from 'valibot';
import type { BuiltRuntime } from './build-runtime.ts';

/** Relative to the workspace root. Below it lies one folder, named after the runtime, with exactly what is published. */
export const runtimeFolder = 'dist/runtime';
/** Beside that folder: what the builds of features have to know. */
export const runtimeDescriptionFile = 'runtime.json';

const names = v.record(v.string(), v.string());
const description = v.object({
  schema: v.literal(1),
  name: v.string(),
  layers: v.array(v.object({ file: v.string(), packages: v.array(v.string()) })),
  exports: v.record(v.string(), v.object({ file: v.string(), names })),
  imports: v.record(v.string(), v.array(v.string())),
});

/** Replaces what the folder held. */
export async function writeRuntime(root: string, { files, ...described }: BuiltRuntime): Promise<void> {
  const folder = join(root, runtimeFolder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, described.name), { recursive: true });
  for (const { path, body } of files) await writeFile(join(folder, described.name, path), body);
  await writeFile(join(folder, runtimeDescriptionFile), `${JSON.stringify({ schema: 1, ...described }, null, 2)}\n`);
}

/** @throws {PintagError} PT_RUNTIME_MISSING */
export async function readRuntime(root: string): Promise<BuiltRuntime> {
  const folder = join(root, runtimeFolder);
  try {
    const { schema: _, ...described } = v.parse(description, JSON.parse(await readFile(join(folder, runtimeDescriptionFile), 'utf8')));
    const paths = (await readdir(join(folder, described.name))).sort();
    const files = await Promise.all(paths.map(async (path) => ({ path, body: await readFile(join(folder, described.name, path)) })));
    return { ...described, files };
  } catch (cause) {
    throw new PintagError('PT_RUNTIME_MISSING', { folder: runtimeFolder }, { cause });
  }
}
