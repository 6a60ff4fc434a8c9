/** Who may write a cache, and who may not even read one. */
import { condition } from '../expressions.ts';
import type { Report } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { Job, Step } from '../workflow.ts';
import { onPushOnly } from './pull-request-rights.ts';

const npmOff = 'package-manager-cache';

export const cacheWrites: Rule = {
  name: 'cache-writes',
  why: 'What a pull request leaves in a cache would be built into what others release; so it reads caches and writes none, and a job with an environment uses none.',
  check: ({ kind, triggers, jobs }) => {
    const isPullRequests = kind === 'action' || triggers.has('pull_request');
    return jobs.flatMap((job) =>
      job.steps.flatMap((step) => [...(isPullRequests ? written(step, job) : []), ...(job.environment ? used(step, job) : [])]),
    );
  },
};

function written(step: Step, job: Job): readonly Report[] {
  const action = step.uses?.value.split('@')[0];
  const isGuarded = [step.if, job.if].some((when) => onPushOnly(condition(when)));
  if (!step.uses || isGuarded) return [];
  if (action === 'actions/cache' || action === 'actions/cache/save') {
    return [
      {
        line: step.uses.line,
        problem: `${action} writes a cache in a pull request.`,
        remedy: "Use actions/cache/restore, and actions/cache/save with `if: github.event_name == 'push'`.",
      },
    ];
  }
  if (action === 'actions/setup-node' && (step.with.has('cache') || step.with.get(npmOff)?.value !== 'false')) {
    return [
      {
        line: step.uses.line,
        problem: "actions/setup-node writes npm's cache in a pull request.",
        remedy: `Write \`with: ${npmOff}: false\`, and no \`cache\`.`,
      },
    ];
  }
  return [];
}

function used({ uses, with: inputs }: Step, { id }: Job): readonly Report[] {
  const reads =
    uses?.value.startsWith('actions/cache') || [...inputs].some(([name, { value }]) => name === 'nx-cache' && value !== 'false');
  return uses && reads
    ? [
        {
          line: uses.line,
          problem: `Job ${id} publishes, and takes something from a cache.`,
          remedy: 'Let it build, or take what was staged.',
        },
      ]
    : [];
}
