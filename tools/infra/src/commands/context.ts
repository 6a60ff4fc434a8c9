/** What every command of this project starts with: the repository's root, its settings, and where to say what. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PintagError } from '@pintag/cdn/errors';
import { loadConfig } from '@pintag/release/config';
import { settingsOfConfig, type ConfiguredSettings } from './settings-of-config.ts';

export interface CommandContext extends ConfiguredSettings {
  readonly root: string;
  /** Where the template and what else is made of it goes. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

/** Runs a command as the process: what a user can mend is one sentence and its remedy, anything else keeps its stack. */
export async function runCommand(act: (context: CommandContext) => Promise<void>): Promise<void> {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
  const { env } = process;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  try {
    const configured = settingsOfConfig(await loadConfig({ root, env }), env);
    await act({ ...configured, root, folder: join(root, 'dist', 'infra'), env, say });
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof PintagError)) throw error;
    say(`${error.code}: ${error.message}\n${error.remedy}\n${error.page}`);
  }
}
