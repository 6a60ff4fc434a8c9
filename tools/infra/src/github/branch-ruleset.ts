/** What GitHub has to hold the trusted branches to, as its API takes it: nobody makes one, and nothing gets onto one without a review. */

/** Jobs of ci.yml by name; those of infra.yml run on some changes only, so they cannot be required. */
const requiredChecks = ['Format, types, lint, workflows', 'Affected features', 'Tools', 'Browser'];
/** Only checks that GitHub Actions reports count: anybody who may push can report one of the same name otherwise. */
const gitHubActions = 15368;

/**
 * For `gh api -X POST repos/acme/elements/rulesets`. It needs no branch to be there yet, which protection by branch does.
 * @param branches written out, as roles trust them
 */
export const branchRuleset = (branches: readonly string[]) => ({
  name: 'Release branches',
  target: 'branch',
  enforcement: 'active',
  bypass_actors: [],
  conditions: { ref_name: { include: branches.map((branch) => `refs/heads/${branch}`), exclude: [] } },
  rules: [
    { type: 'creation' },
    { type: 'deletion' },
    { type: 'non_fast_forward' },
    {
      type: 'pull_request',
      parameters: {
        required_approving_review_count: 1,
        dismiss_stale_reviews_on_push: true,
        require_code_owner_review: false,
        require_last_push_approval: true,
        required_review_thread_resolution: false,
      },
    },
    {
      type: 'required_status_checks',
      parameters: {
        strict_required_status_checks_policy: false,
        required_status_checks: requiredChecks.map((context) => ({ context, integration_id: gitHubActions })),
      },
    },
  ],
});
