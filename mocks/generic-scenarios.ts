/** Scenarios that mean the same for every API, so that no API writes them: slow, error, offline, signed-out. */
import { delay, http, HttpResponse, type HttpHandler } from 'msw';
import type { MockScenario } from './mock-api.ts';
import { plainProblem, problem } from './problem.ts';

/** Milliseconds that `slow` adds to every answer: long enough to look at a loading state. */
export const slowness = 3000;

export function genericScenarios(path: string): Readonly<Record<string, MockScenario<unknown>>> {
  return {
    slow: {
      about: `Every answer comes ${slowness / 1000} seconds late.`,
      // Answering nothing lets the request fall through to the happy path.
      handlers: ({ baseUrl }) => everything(baseUrl, path, async () => void (await delay(slowness))),
    },
    error: {
      about: 'Every request fails with 500.',
      handlers: ({ baseUrl }) =>
        everything(baseUrl, path, () => problem(plainProblem(500, 'Internal Server Error', 'The mocked API fails on purpose.'))),
    },
    offline: {
      about: 'Every request fails as if there were no network.',
      handlers: ({ baseUrl }) => everything(baseUrl, path, () => HttpResponse.error()),
    },
    'signed-out': {
      about: 'Every request without an Authorization header fails with 401.',
      handlers: ({ baseUrl }) =>
        everything(baseUrl, path, ({ request }) =>
          request.headers.has('Authorization') ? undefined : problem(plainProblem(401, 'Unauthorized', 'Sign in first.')),
        ),
    },
  };
}

type Resolver = Parameters<typeof http.all>[1];

/** The path itself and all below it; one wildcard would miss the first or match `/api/surveys-old`. */
function everything(baseUrl: string, path: string, resolver: Resolver): readonly HttpHandler[] {
  return [http.all(`${baseUrl}${path}`, resolver), http.all(`${baseUrl}${path}/*`, resolver)];
}
