/** The checked-in surface: one file for each version of Angular, reviewed like code. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PintagError } from '@pintag/cdn/errors';
import * as v from 'valibot';
import { librariesOf, packageOf, readLayers } from '../build/layers.ts';
import { withoutLibraries } from '../build/library-scripts.ts';
import { jitDecoratorsIn } from './jit-decorators.ts';
import { parseSurface, type Names, type Surface } from './surface.ts';

/** Relative to the workspace root. */
export const surfaceFile = (angular: string): string => `tools/runtime/surface/angular-${angular}.json`;

/**
 * The surface for the Angular that is installed below `root`.
 * @returns `undefined` when there is none yet.
 */
export async function readSurface(root: string): Promise<Surface | undefined> {
  const text = await readFile(join(root, surfaceFile(await installedVersion(root, '@angular/core'))), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  return text === undefined ? undefined : parseSurface(text);
}

/**
 * The same, for a build: it has to be there and to state the installed versions.
 * @throws {PintagError} PT_SURFACE_VERSION, PT_SURFACE_JIT
 */
export async function requireSurface(root: string): Promise<Surface> {
  const angular = await installedVersion(root, '@angular/core');
  const surface = await readSurface(root);
  if (!surface)
    throw new PintagError('PT_SURFACE_VERSION', { file: surfaceFile(angular), installed: `@angular/core ${angular} has no surface yet` });
  const installed = await installedPackages(root, surface.names);
  const others = Object.entries(installed).filter(([name, version]) => surface.packages[name] !== version);
  if (others.length)
    throw new PintagError('PT_SURFACE_VERSION', {
      file: surfaceFile(angular),
      installed: others.map(([name, version]) => `${name} ${version}, stated ${surface.packages[name] ?? 'nowhere'}`).join(', '),
    });
  checkNoJit(surface.names);
  return surface;
}

/** @throws {PintagError} PT_SURFACE_JIT */
export function checkNoJit(names: Names): void {
  const decorators = jitDecoratorsIn(names);
  if (decorators.length) throw new PintagError('PT_SURFACE_JIT', { names: decorators });
}

/** @returns The path of the file relative to `root`. */
export async function writeSurface(root: string, names: Names): Promise<string> {
  checkNoJit(names);
  const surface: Surface = { schema: 1, packages: await installedPackages(root, names), names };
  const path = surfaceFile(await installedVersion(root, '@angular/core'));
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), `${JSON.stringify(surface, null, 2)}\n`);
  return path;
}

async function installedPackages(root: string, names: Names): Promise<Readonly<Record<string, string>>> {
  const versioned = withoutLibraries(names, librariesOf(await readLayers(root)));
  const packages = [...new Set(Object.keys(versioned).map(packageOf))].sort();
  return Object.fromEntries(await Promise.all(packages.map(async (name) => [name, await installedVersion(root, name)] as const)));
}

const manifest = v.object({ version: v.string() });

/** As Node finds it: a checkout of an earlier commit lies below the one whose packages are installed. */
export async function installedVersion(root: string, name: string): Promise<string> {
  const file = findPackageJSON(name, pathToFileURL(join(root, 'package.json')));
  if (!file) throw new Error(`${name} is not installed for ${root}.`);
  return v.parse(manifest, JSON.parse(await readFile(file, 'utf8'))).version;
}
