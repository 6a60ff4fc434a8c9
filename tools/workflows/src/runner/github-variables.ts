/** The variables that GitHub sets for every step. Pure. */
import type { GithubContext } from './run-workflow.ts';

export interface Surroundings {
  readonly github: GithubContext;
  readonly workspace: string;
  /** Of the file with the event. */
  readonly eventPath: string;
  readonly runner: { readonly temp: string; readonly os: string; readonly arch: string; readonly name: string };
  readonly job: string;
}

/** No token is among them: a step has what its `env` names. */
export function githubVariables({ github, workspace, eventPath, runner, job }: Surroundings): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: github.event_name,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_REF: github.ref,
    GITHUB_REF_NAME: github.ref_name,
    GITHUB_REF_TYPE: 'branch',
    // What a pull request would be merged as is no branch, and nobody protects it.
    GITHUB_REF_PROTECTED: String(github.ref.startsWith('refs/heads/')),
    GITHUB_BASE_REF: github.base_ref,
    GITHUB_HEAD_REF: github.head_ref,
    GITHUB_SHA: github.sha,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_REPOSITORY_OWNER: github.repository_owner,
    GITHUB_SERVER_URL: github.server_url,
    GITHUB_API_URL: github.api_url,
    GITHUB_GRAPHQL_URL: `${github.api_url}/graphql`,
    GITHUB_RUN_ID: github.run_id,
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW: github.workflow,
    GITHUB_JOB: job,
    GITHUB_ACTOR: 'dora',
    GITHUB_TRIGGERING_ACTOR: 'dora',
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: runner.temp,
    RUNNER_OS: runner.os,
    RUNNER_ARCH: runner.arch,
    RUNNER_NAME: runner.name,
    RUNNER_ENVIRONMENT: 'github-hosted',
  };
}
