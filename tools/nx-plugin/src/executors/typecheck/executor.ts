/** `nx typecheck <library>`: sources, specs and templates through the Angular compiler. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { writeTsConfig } from '../../angular/tsconfig.ts';
import { projectOf } from '../project-of.ts';

const require = createRequire(import.meta.url);

export default async function typecheck(_options: Record<string, never>, context: ExecutorContext): Promise<{ success: boolean }> {
  const { workspaceRoot, name, sourceRoot } = projectOf(context);
  const tsConfig = await writeTsConfig({ workspaceRoot, name: `${name}/typecheck`, include: [`${sourceRoot}/**/*.ts`], types: ['node'] });
  const compiler = join(require.resolve('@angular/compiler-cli/package.json'), '../bundles/src/bin/ngc.js');
  const child = spawn(process.execPath, [compiler, '--noEmit', '-p', tsConfig], { cwd: workspaceRoot, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { success: code === 0 };
}
