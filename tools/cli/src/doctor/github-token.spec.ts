/** What GitHub says of tokens, at its edge: nothing here reaches it. */
import { expect, test } from 'vitest';
import { checkGithubToken } from './github-token.ts';

function lookAt(answers: Readonly<Record<string, Response>>) {
  const asked: string[] = [];
  const check = checkGithubToken({
    settings: { repository: 'acme/school' },
    remote: async () => 'https://github.com/acme/school.git',
    env: { GITHUB_TOKEN: 'ghs_0123456789' },
    now: () => Date.parse('2026-11-22T08:00:00Z'),
    limit: 1_000,
    fetch: async (url, { method = 'GET' } = {}) => {
      const { pathname } = new URL(url instanceof Request ? url.url : url);
      asked.push(`${method} ${pathname}`);
      return answers[pathname] ?? new Response('{}', { status: 404 });
    },
  });
  return { asked, verdict: check.look(new AbortController().signal) };
}

const readable = () => Response.json({ private: true, permissions: { admin: false, push: false, pull: true } });

test('the token of an app is no token that may only read', async () => {
  const { asked, verdict } = lookAt({ '/repos/acme/school': readable(), '/installation/repositories': new Response() });

  expect(await verdict).toMatchObject({ outcome: 'ok', found: expect.stringContaining('GitHub does not say what it may write') });
  expect(asked).toEqual(['GET /repos/acme/school', 'HEAD /installation/repositories']);
});

test('another that may only read is', async () => {
  const { verdict } = lookAt({ '/repos/acme/school': readable(), '/installation/repositories': new Response('', { status: 403 }) });
  expect(await verdict).toMatchObject({ outcome: 'failed', found: 'The token may read acme/school, and not write.' });
});
