/** Reads `pintag.config.ts`, lays the environment over it and checks it once; everything after works on the narrow type. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PintagError } from '@pintag/cdn/errors';
import * as v from 'valibot';
import { variables, withEnvironment } from './environment.ts';
import { configSchema, type PintagConfig } from './schema.ts';

export const configFile = 'pintag.config.ts';

/**
 * @param root of the repository; without the file, defaults and environment are the config.
 * @throws {PintagError} PT_CONFIG with every problem found, not the first.
 */
export async function loadConfig(options: {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<PintagConfig> {
  const path = join(options.root, configFile);
  const written = existsSync(path) ? await defaultExportOf(path) : {};
  return parseConfig(written, options.env);
}

export function parseConfig(written: unknown, env: Readonly<Record<string, string | undefined>>): PintagConfig {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    throw new PintagError('PT_CONFIG', { problems: [`${configFile} does not export an object as its default`] });
  }
  const result = v.safeParse(configSchema, withEnvironment({ ...written }, env));
  if (result.success) return result.output;
  throw new PintagError('PT_CONFIG', { problems: result.issues.map(problem) });
}

async function defaultExportOf(path: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    return module.default;
  } catch (cause) {
    throw new PintagError(
      'PT_CONFIG',
      { problems: [`${configFile} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`] },
      { cause },
    );
  }
}

function problem(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? '(all)';
  const variable = variables.find((candidate) => candidate.path.join('.') === path);
  return `${path}${variable ? ` (or ${variable.name})` : ''}: ${issue.message}${issue.received === 'undefined' ? '' : `, it is ${issue.received}`}`;
}
