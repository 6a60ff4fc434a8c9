import { afterEach, expect, test, vi } from 'vitest';
import { type ApiSettings, createApi } from './create-api';

interface paths {
  '/surveys': {
    get: {
      parameters: { query?: { tag?: string[]; page?: number } };
      responses: { 200: { content: { 'application/json': { id: string }[] } } };
    };
  };
  '/surveys/{surveyId}/answers': {
    get?: never;
    post: {
      parameters: { path: { surveyId: string } };
      requestBody: { content: { 'application/json': { answers: string[] } } };
      responses: {
        204: { content?: never };
        409: { content: { 'application/problem+json': { title: string; answeredAt: string } } };
        422: { content: { 'application/problem+json': { title: string; errors: string[] } } };
      };
    };
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

function settings(more: Partial<ApiSettings> = {}): ApiSettings {
  return {
    base: () => 'https://api.school.example/v1/',
    credentials: () => 'same-origin',
    headers: () => ({}),
    timeout: 1000,
    unauthorized: () => undefined,
    headersFailed: () => undefined,
    ...more,
  };
}

/** Answers every request with `answer`, and remembers what was asked. */
function backend(answer: Response | Error): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    asked.push(new Request(url, init));
    if (answer instanceof Error) throw answer;
    return answer.clone();
  });
  return asked;
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  });

const answer = (api = createApi<paths>(settings()), signal?: AbortSignal) =>
  api.post('/surveys/{surveyId}/answers', { path: { surveyId: 'a/b' }, body: { answers: ['yes'] }, ...(signal && { signal }) });

test('path, query, body, credentials and headers reach the API', async () => {
  const asked = backend(json(200, []));
  const api = createApi<paths>(settings({ credentials: () => 'include', headers: async () => ({ 'x-csrf-token': 't0ken' }) }));
  await api.get('/surveys', { query: { tag: ['a', 'b & c'], page: 2 } });
  await answer(api);

  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET https://api.school.example/v1/surveys?tag=a&tag=b+%26+c&page=2',
    'POST https://api.school.example/v1/surveys/a%2Fb/answers',
  ]);
  expect(asked.map(({ credentials, headers }) => [credentials, headers.get('x-csrf-token'), headers.get('content-type')])).toEqual([
    ['include', 't0ken', null],
    ['include', 't0ken', 'application/json'],
  ]);
  expect(await asked[1]!.json()).toEqual({ answers: ['yes'] });
});

test.each([
  { base: '', url: `${location.origin}/surveys` },
  { base: '/api', url: `${location.origin}/api/surveys` },
])('base "$base" means the page', async ({ base, url }) => {
  const asked = backend(json(200, []));
  await createApi<paths>(settings({ base: () => base })).get('/surveys');
  expect(asked[0]!.url).toBe(url);
});

const results = [
  { what: 'a body', answer: json(200, [{ id: '1' }]), result: { kind: 'ok', status: 200, data: [{ id: '1' }] } },
  { what: 'no body', answer: new Response(null, { status: 204 }), result: { kind: 'ok', status: 204, data: undefined } },
  {
    what: 'a problem',
    answer: json(409, { title: 'Answered', answeredAt: '2026-11-01' }),
    result: { kind: 'problem', status: 409, problem: { answeredAt: '2026-11-01' } },
  },
  {
    what: 'a problem with seconds to wait',
    answer: json(503, { title: 'Busy' }, { 'retry-after': '7' }),
    result: { kind: 'problem', status: 503, retryAfter: 7 },
  },
  { what: 'a 401', answer: json(401, { title: 'Sign in' }), result: { kind: 'unauthorized', status: 401, problem: { title: 'Sign in' } } },
  { what: 'a 401 without a body', answer: new Response(null, { status: 401 }), result: { kind: 'unauthorized', status: 401, problem: {} } },
  {
    what: "a proxy's page",
    answer: new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
    result: { kind: 'unexpected', status: 502 },
  },
  {
    what: 'a sign-in page where data should be',
    answer: new Response('<form>', { headers: { 'content-type': 'text/html' } }),
    result: { kind: 'unexpected', status: 200 },
  },
  {
    what: 'broken JSON',
    answer: new Response('[{', { headers: { 'content-type': 'application/json' } }),
    result: { kind: 'unexpected', status: 200 },
  },
  { what: 'a dead network', answer: new TypeError('Failed to fetch'), result: { kind: 'offline', reason: 'network' } },
];

test.each(results)('$what is data', async ({ answer: given, result }) => {
  backend(given);
  expect(await answer()).toMatchObject(result);
});

test('no answer in time is offline', async () => {
  vi.stubGlobal(
    'fetch',
    (_: URL, { signal }: RequestInit) => new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason))),
  );
  expect(await answer(createApi(settings({ timeout: 5 })))).toMatchObject({ kind: 'offline', reason: 'timeout' });
});

test("the caller's own abort is no failure", async () => {
  vi.stubGlobal('fetch', async (_: URL, { signal }: RequestInit) => signal!.throwIfAborted());
  expect(await answer(createApi(settings()), AbortSignal.abort())).toEqual({ kind: 'aborted' });
});

test('the page is told of a 401, and of its own headers function failing, before anything is sent', async () => {
  const asked = backend(json(401, { title: 'Sign in' }));
  const unauthorized = vi.fn();
  const headersFailed = vi.fn();
  await answer(createApi(settings({ unauthorized })));
  const failed = await answer(createApi(settings({ headersFailed, headers: () => Promise.reject(new Error('no session')) })));

  expect(unauthorized).toHaveBeenCalledWith({ title: 'Sign in' });
  expect(headersFailed).toHaveBeenCalledWith(new Error('no session'));
  expect(failed).toMatchObject({ kind: 'unexpected', status: 0 });
  expect(asked).toHaveLength(1);
});
