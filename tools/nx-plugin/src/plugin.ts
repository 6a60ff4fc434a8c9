/**
 * What Nx asks of a plugin: projects inferred from folders, so that adding a feature edits nothing else.
 * Every nx command loads it, so it imports single modules of other packages, not their whole surface with the AWS SDK behind it.
 */
import type { CreateNodesV2 } from '@nx/devkit';
import { inferProjects } from './projects/infer-projects.ts';

export const name = '@pintag/nx-plugin';

export const createNodesV2: CreateNodesV2 = [
  '{libs/**/*,mocks/**/*,apps/**/*,tools/runtime/package.json}',
  (files) => inferProjects(files).map(({ source, ...project }) => [source, { projects: { [project.root]: project } }]),
];
