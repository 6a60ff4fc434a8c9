/** Each job names what its token may do, and needs it. */
import type { Report } from '../finding.ts';
import type { Permissions } from '../permissions.ts';
import type { Rule } from '../rule.ts';
import type { Job, Step } from '../workflow.ts';

/** What may be written, and the steps that need it. */
const needs: Readonly<Record<string, { readonly by: readonly RegExp[]; readonly such: string }>> = {
  contents: { by: [/\bpintag (release|reconcile|rollback)\b/], such: '`pintag release`, `reconcile` or `rollback`' },
  issues: { by: [/\bpintag (release|reconcile)\b/], such: '`pintag release` or `reconcile`' },
  'pull-requests': {
    by: [/\bpintag (release|reconcile|rollback|comment)\b/],
    such: '`pintag release`, `reconcile`, `rollback` or `comment`',
  },
  'id-token': {
    by: [/^aws-actions\/configure-aws-credentials@/, /^actions\/attest-build-provenance@/],
    such: 'aws-actions/configure-aws-credentials or actions/attest-build-provenance',
  },
  attestations: { by: [/^actions\/attest-build-provenance@/], such: 'actions/attest-build-provenance' },
};

export const leastPermissions: Rule = {
  name: 'least-permissions',
  why: 'A token that can do what no step needs is one that a compromised package can use.',
  check: ({ kind, permissions, jobs }) =>
    kind === 'action'
      ? []
      : [...ofWorkflow(permissions), ...jobs.flatMap((job) => [...ofJob(job), ...(job.permissions ? unneeded(job, job.permissions) : [])])],
};

function ofWorkflow(permissions: Permissions | undefined): readonly Report[] {
  if (!permissions)
    return [
      { line: 1, problem: 'The workflow has no `permissions`.', remedy: 'Write `permissions: {}` and name at each job what it needs.' },
    ];
  const isNone = !permissions.all && [...permissions.scopes.values()].every(({ level }) => level === 'none');
  return isNone
    ? []
    : [
        {
          line: permissions.line,
          problem: 'The workflow grants permissions to all its jobs.',
          remedy: 'Write `permissions: {}` and name at each job what it needs.',
        },
      ];
}

function ofJob({ id, line, permissions }: Job): readonly Report[] {
  if (!permissions) return [{ line, problem: `Job ${id} has no \`permissions\`.`, remedy: 'Name what it needs, mostly `contents: read`.' }];
  return permissions.all
    ? [{ line: permissions.line, problem: `Job ${id} has ${permissions.all}-all.`, remedy: 'Name what it needs, mostly `contents: read`.' }]
    : [];
}

function unneeded({ id, steps, calls }: Job, { scopes }: Permissions): readonly Report[] {
  if (calls) return [];
  return [...scopes].flatMap(([scope, { level, line }]) => {
    if (level !== 'write') return [];
    const reason = needs[scope];
    if (reason && steps.some((step) => reason.by.some((by) => by.test(told(step))))) return [];
    return [
      {
        line,
        problem: `Job ${id} may write ${scope}, and no step of it needs that.`,
        remedy: reason
          ? `Take it away; it is for ${reason.such}.`
          : 'Take it away, or say in tools/workflows/src/check/rules/least-permissions.ts which command needs it.',
      },
    ];
  });
}

const told = ({ uses, run }: Step): string => uses?.value ?? run?.value ?? '';
