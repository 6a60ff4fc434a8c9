import { expect, test } from 'vitest';
import { readWorkflows } from '../testing/workflows.ts';
import { branchRuleset } from './branch-ruleset.ts';

test('it names every trusted branch, and no pattern', () => {
  expect(branchRuleset(['main', '1.x']).conditions).toEqual({ ref_name: { include: ['refs/heads/main', 'refs/heads/1.x'], exclude: [] } });
});

test('nobody may make such a branch, or put anything there that nobody has reviewed', () => {
  const { enforcement, bypass_actors, rules } = branchRuleset(['main']);
  expect({ enforcement, bypass_actors }).toEqual({ enforcement: 'active', bypass_actors: [] });
  expect(rules).toEqual(
    expect.arrayContaining([
      { type: 'creation' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: expect.objectContaining({ required_approving_review_count: 1, require_last_push_approval: true }),
      },
    ]),
  );
});

test('the checks that it waits for are the jobs of ci.yml', async () => {
  const { 'ci.yml': ci } = await readWorkflows();
  const names = Object.values(ci!.jobs).map(({ name }) => name);
  const required = branchRuleset(['main']).rules.flatMap(({ parameters }) => parameters?.required_status_checks ?? []);
  expect(required.map(({ context }) => context)).toEqual(names);
});
