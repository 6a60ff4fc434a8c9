/** The repository's workflows, as far as the stack has to agree with them. */
import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';

export interface Workflow {
  readonly on: Readonly<Record<string, { readonly branches?: readonly string[] } | null>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
export interface Job {
  readonly name: string;
  readonly environment?: string | { readonly name: string };
  readonly steps: readonly { readonly with?: Readonly<Record<string, unknown>> }[];
}

const folder = new URL('../../../../.github/workflows/', import.meta.url);

/** By the name of the file. */
export async function readWorkflows(): Promise<Readonly<Record<string, Workflow>>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yml'));
  const read = async (name: string) => [name, parse(await readFile(new URL(name, folder), 'utf8')) as Workflow] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}
