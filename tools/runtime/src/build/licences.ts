/** The licences of the packages that a build is made of, in the form that Angular's builder gives a feature's. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import * as v from 'valibot';

const manifest = v.object({ name: v.string(), license: v.optional(v.string(), 'not stated') });
const rule = `${'-'.repeat(80)}\n`;

/** @param root What the metafile's paths are relative to. */
export async function licencesOf(metafiles: readonly Metafile[], root: string): Promise<string> {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap((output) => Object.entries(output.inputs)));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput ? (packageFolder.exec(path)?.[0] ?? []) : []));
  const texts = await Promise.all([...new Set(folders)].sort().map((folder) => licenceOf(join(root, folder))));
  return `\n${rule}${texts.map((text) => `${text}${rule}`).join('')}`;
}

const packageFolder = /^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/;

async function licenceOf(folder: string): Promise<string> {
  const { name, license } = v.parse(manifest, JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const file = (await readdir(folder)).sort().find((entry) => /^(mit-)?licen[cs]e($|[-._])/i.test(entry));
  return `Package: ${name}\nLicense: ${JSON.stringify(license)}\n\n${file ? await readFile(join(folder, file), 'utf8') : ''}\n`;
}
