/** The project that Nx runs a target of. */
import type { ExecutorContext } from '@nx/devkit';
import type { AngularProject } from '../angular/run-builder.ts';

export function projectOf({ root, projectName, projectsConfigurations }: ExecutorContext): AngularProject {
  const project = projectsConfigurations.projects[projectName ?? ''];
  if (!project || !projectName) throw new Error('Nx ran this target without a project.');
  return { name: projectName, root: project.root, sourceRoot: project.sourceRoot ?? project.root, workspaceRoot: root };
}
