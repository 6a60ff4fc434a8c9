import { type Disturbance, type GithubApi, startGithubApi } from '@pintag/local/github-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSchool, type School, type SchoolState } from './testing/school.ts';

let api: GithubApi;
let schools = 0;
const open = (): Promise<School> => openSchool(api, `school-${(schools += 1)}`);

/** What one announcement asks, and leaves. */
let undisturbed: { readonly asked: readonly string[]; readonly state: SchoolState };

beforeAll(async () => {
  api = await startGithubApi();
  const school = await open();
  const asked = await requestsOf(school, () => school.announcer().announce(school.announcement()));
  undisturbed = { asked, state: await school.state() };
});
afterAll(() => api.close());

/** Requests about `school` from now on until `act` has ended, each as `POST releases` or by its operation. */
async function requestsOf({ repository }: School, act: () => Promise<unknown>): Promise<string[]> {
  const before = api.requests.length;
  await act();
  return api.requests
    .slice(before)
    .map(({ method, path, operation }) => operation ?? `${method} ${path.replace(`/repos/${repository}/`, '')}`);
}

test('a version has a release with notes, tag and sizes, and is told on the pull request and the issue it resolves', async () => {
  const school = await open();
  await school.announcer().announce(school.announcement());

  const { releases, comments } = await school.state();
  expect(releases).toMatchObject([
    { tag_name: 'calendar-v1.1.0', target_commitish: school.announcement().tag.commit, name: 'calendar 1.1.0', prerelease: false },
  ]);
  expect(releases[0]!.body).toMatchInlineSnapshot(`
    "### Features

    * more pupils

    ---

    ### Use it

    \`\`\`html
    <script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js" integrity="sha384-MS4xLjAgb2YgY2FsZW5kYXIgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg sha384-MS4wLjAgb2YgY2FsZW5kYXIgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg" crossorigin="anonymous"></script>

    <pt-calendar></pt-calendar>
    \`\`\`

    Its integrity accepts 1.0.0 as well: rolling back to it is editing the version in the URL.

    | | brotli | uncompressed |
    | --- | ---: | ---: |
    | loaded before it shows anything | 9.9 kB | 32.0 kB |
    | all scripts | 10.9 kB | 36.0 kB |

    The runtime that it shares with other features comes on top, once a page: \`angular-22.1.7-0123456789abcdef\`.

    [Files and their integrity](https://cdn.example.com/elements/_records/calendar/1.1.0.json) · [manifest](https://cdn.example.com/elements/v1.1.0/calendar/manifest.json)
    "
  `);
  expect(comments).toMatchInlineSnapshot(`
    [
      {
        "body": "<!-- pintag:released -->
    What resolves this issue is released:

    - [calendar 1.1.0](https://github.com/school/releases/tag/calendar-v1.1.0)
    ",
        "by": "pintag-bot",
        "on": "issue",
      },
      {
        "body": "<!-- pintag:released -->
    This pull request is released:

    - [calendar 1.1.0](https://github.com/school/releases/tag/calendar-v1.1.0)
    ",
        "by": "pintag-bot",
        "on": "pull request",
      },
    ]
  `);
});

test('announcing again reads and writes nothing', async () => {
  const school = await open();
  await school.announcer().announce(school.announcement());
  const before = await school.state();

  const asked = await requestsOf(school, () => school.announcer().announce(school.announcement()));
  expect(asked).toEqual(['GET releases/tags/calendar-v1.1.0', 'findPullRequests', 'readComments', 'readComments']);
  expect(await school.state()).toEqual(before);
});

test('versions that wait for the same comment are told in one, also those of a later run', async () => {
  const school = await open();
  const announcer = school.announcer();
  await Promise.all([
    announcer.announce(school.announcement()),
    announcer.announce(school.announcement({ feature: 'questionnaire', version: '3.0.0' })),
  ]);
  await school.announcer().announce(school.announcement({ version: '1.0.0' }));

  const { comments } = await school.state();
  expect(comments.map(({ on }) => on)).toEqual(['issue', 'pull request']);
  for (const { body } of comments)
    expect(body.match(/\[.*?\]/g)).toEqual(['[calendar 1.0.0]', '[calendar 1.1.0]', '[questionnaire 3.0.0]']);
});

test('two runs that announce the same version at once leave one release and one comment each', async () => {
  const school = await open();
  await Promise.all([1, 2, 3].map(() => school.announcer().announce(school.announcement())));

  const { releases, comments } = await school.state();
  expect(releases).toHaveLength(1);
  expect(comments.map(({ on }) => on)).toEqual(['issue', 'pull request']);
});

test('what somebody else wrote under our marker stays, and is not taken for ours', async () => {
  const school = await open();
  const theirs = '<!-- pintag:released -->\nThis pull request is released:\n\n- [calendar 1.1.0](https://evil.example)\n';
  await api.call('POST', `/repos/${school.repository}/issues/${school.pull}/comments`, { body: theirs }, api.otherToken);
  await school.announcer().announce(school.announcement());

  const onPull = (await school.state()).comments.filter(({ on }) => on === 'pull request');
  expect(onPull.map(({ by, body }) => [by, body === theirs])).toEqual([
    ['somebody', true],
    ['pintag-bot', false],
  ]);
});

test('what people write into a release stays', async () => {
  const school = await open();
  await school.announcer().announce(school.announcement());
  const { id } = (await api.call('GET', `/repos/${school.repository}/releases/tags/calendar-v1.1.0`)) as { readonly id: number };
  await api.call('PATCH', `/repos/${school.repository}/releases/${id}`, { body: 'Read this first.' });
  await school.announcer().announce(school.announcement());

  expect((await school.state()).releases.map(({ body }) => body)).toEqual(['Read this first.']);
});

test('a locked conversation, and an issue that does not exist, keep nobody from the rest', async () => {
  const school = await open();
  await api.call('PUT', `/repos/${school.repository}/issues/${school.issue}/lock`, {});
  api.pushed('a'.repeat(40), 'fix(calendar): rows\n\nFixes #4711', school.repository);
  await school.announcer().announce(school.announcement({ commits: [school.announcement().tag.commit, 'a'.repeat(40), 'b'.repeat(40)] }));

  expect((await school.state()).comments.map(({ on }) => on)).toEqual(['pull request']);
});

test('what a direct push closes is told without a pull request; what it names of another repository is not', async () => {
  const school = await open();
  api.pushed('c'.repeat(40), `fix(calendar): rows\n\nfixes #${school.issue}, closes other/repo#${school.pull}`, school.repository);
  await school.announcer().announce(school.announcement({ commits: ['c'.repeat(40)] }));

  expect((await school.state()).comments.map(({ on }) => on)).toEqual(['issue']);
});

test.each([
  { version: '1.1.0', channel: null, says: { prerelease: false, make_latest: 'true' } },
  { version: '1.0.0', channel: null, says: { prerelease: false, make_latest: 'false' } },
  { version: '1.0.0', channel: '1.x', says: { prerelease: false, make_latest: 'false' } },
  { version: '1.1.0', channel: 'next', says: { prerelease: true, make_latest: 'false' } },
  { version: '2.0.0-next.1', channel: 'next', says: { prerelease: true, make_latest: 'false' } },
])('$version on channel $channel is $says', async ({ version, channel, says }) => {
  const school = await open();
  await school.announcer().announce(school.announcement({ version, channel }));
  expect(api.requests.findLast(({ method, path }) => method === 'POST' && path.endsWith('/releases'))?.body).toMatchObject(says);
});

test('a version that comes from its channel to everybody is no prerelease any more, and nobody is told again', async () => {
  const school = await open();
  await school.announcer().announce(school.announcement({ channel: 'next' }));
  const before = await school.state();
  const asked = await requestsOf(school, () => school.announcer().announce(school.announcement({ commits: [] })));

  expect(asked).toEqual([
    'GET releases/tags/calendar-v1.1.0',
    'GET releases/tags/calendar-v1.1.0',
    expect.stringMatching(/^PATCH releases\/\d+$/),
  ]);
  expect(await school.state()).toEqual({ ...before, releases: [{ ...before.releases[0]!, prerelease: false }] });
});

const deaths = Array.from({ length: 9 }, (_, call) => call + 1).flatMap((call) => [
  { call, when: 'before' as const },
  { call, when: 'after' as const },
]);

test.each(deaths)(
  'a run that dies $when its request $call, and the next one, leave what an undisturbed one leaves',
  async ({ call, when }) => {
    expect(undisturbed.asked).toHaveLength(9);
    const school = await open();
    const died = Promise.withResolvers<void>();
    let requests = 0;
    // Dead: nothing of it gets to GitHub any more; of its last request GitHub may have the whole.
    const dying: typeof fetch = async (...request) => {
      requests += 1;
      if (requests < call) return fetch(...request);
      if (requests === call && when === 'after') await fetch(...request);
      died.resolve();
      return new Promise<never>(() => {});
    };
    void school.announcer(school.client({ fetch: dying })).announce(school.announcement());
    await died.promise;
    await school.announcer().announce(school.announcement());
    expect(await school.state()).toEqual(undisturbed.state);
  },
);

const limited = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' };
const hourly = { message: 'API rate limit exceeded for installation ID 1.' };
const soon = () => String(Math.floor(Date.now() / 1000) - 1);
const passing: readonly { readonly what: string; readonly disturbance: Omit<Disturbance, 'on'> }[] = [
  { what: 'is lost', disturbance: {} },
  { what: 'is lost twice', disturbance: { times: 2 } },
  { what: 'is carried out and its answer lost', disturbance: { afterwards: true } },
  { what: 'is answered with 502', disturbance: { answer: { status: 502 } } },
  { what: 'is carried out and answered with 502', disturbance: { afterwards: true, answer: { status: 502 } } },
  { what: 'is answered with 503 and Retry-After', disturbance: { answer: { status: 503, headers: { 'retry-after': '1' } } } },
  { what: 'meets the secondary limit', disturbance: { answer: { status: 403, headers: { 'retry-after': '2' }, body: limited } } },
  { what: 'meets the secondary limit as 429', disturbance: { answer: { status: 429, headers: { 'retry-after': '2' }, body: limited } } },
  { what: 'meets the secondary limit without Retry-After', disturbance: { answer: { status: 403, body: limited } } },
  {
    what: 'meets the hourly limit just before its end',
    disturbance: { answer: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': soon() }, body: hourly } },
  },
  { what: 'is answered with half an answer', disturbance: { half: true } },
];
const met = [/GET .*\/releases\/tags/, /POST .*\/releases$/, /POST \/graphql/, /POST .*\/comments$/].flatMap((on) =>
  passing.map(({ what, disturbance }) => ({ request: on.source.replaceAll('\\', ''), what, disturbance: { ...disturbance, on } })),
);

test.each(met)('$request that $what: everything is announced all the same, once', async ({ disturbance }) => {
  const school = await open();
  api.disturb(disturbance);
  await school.announcer().announce(school.announcement());
  expect(await school.state()).toEqual(undisturbed.state);
});

const tooMuch: readonly { readonly what: string; readonly code: string; readonly answer: Disturbance['answer'] }[] = [
  { what: 'is down', code: 'PT_GITHUB_UNREACHABLE', answer: { status: 503 } },
  {
    what: 'has its hourly limit for another hour',
    code: 'PT_GITHUB_UNREACHABLE',
    answer: {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600) },
      body: hourly,
    },
  },
  { what: 'says that the token is none', code: 'PT_GITHUB_DENIED', answer: { status: 401, body: { message: 'Bad credentials' } } },
  {
    what: 'says that the token may not',
    code: 'PT_GITHUB_DENIED',
    answer: { status: 403, body: { message: 'Resource not accessible by integration' } },
  },
];

test.each(tooMuch)('where GitHub $what, it is told as $code, without the token, and the next run announces', async ({ code, answer }) => {
  const school = await open();
  const on = new RegExp(`/repos/${school.repository}/releases`);
  const outage = { on, times: 100, answer };
  const done = api.disturb(outage);
  const failure = await school
    .announcer()
    .announce(school.announcement())
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect(JSON.stringify([failure, String(failure), school.said])).not.toContain(api.token);

  done();
  await school.announcer().announce(school.announcement());
  expect((await school.state()).releases).toHaveLength(1);
});

const outages: readonly { readonly what: string; readonly of: string }[] = [
  { what: 'does not answer reads', of: 'GET .*/releases/tags' },
  { what: 'makes no releases', of: 'POST .*/releases$' },
  { what: 'takes no comments', of: 'POST .*/comments$' },
];

test.each(outages)(
  'where GitHub $what, two versions of a run wait for it, and the others fail at once by the same reason',
  async ({ of }) => {
    const school = await open();
    const announcer = school.announcer();
    const failureOf = (version: string) => announcer.announce(school.announcement({ version })).catch((error: unknown) => error);
    const done = api.disturb({ on: new RegExp(of), times: 1000, answer: { status: 503 } });
    const [, second] = [await failureOf('1.1.0'), await failureOf('1.0.0')];
    expect(second).toMatchObject({ code: 'PT_GITHUB_UNREACHABLE' });

    const asked = await requestsOf(school, async () => expect(await failureOf('1.0.0')).toBe(second));
    expect(asked).toEqual([]);
    done();

    const next = school.announcer();
    await Promise.all(['1.1.0', '1.0.0'].map((version) => next.announce(school.announcement({ version }))));
    const { releases, comments } = await school.state();
    expect(releases.map(({ tag_name }) => tag_name)).toEqual(['calendar-v1.0.0', 'calendar-v1.1.0']);
    for (const { body } of comments) expect(body.match(/\[.*?\]/g)).toEqual(['[calendar 1.0.0]', '[calendar 1.1.0]']);
    expect(comments).toHaveLength(2);
  },
);

test('where GitHub cannot answer about one version, the others are told', async () => {
  const school = await open();
  const announcer = school.announcer();
  const done = api.disturb({ on: /GET .*\/releases\/tags\/calendar-v1\.0\.0/, times: 1000, answer: { status: 503 } });
  await expect(announcer.announce(school.announcement({ version: '1.0.0' }))).rejects.toMatchObject({ code: 'PT_GITHUB_UNREACHABLE' });
  await announcer.announce(school.announcement({ version: '1.1.0' }));
  done();

  expect((await school.state()).releases.map(({ tag_name }) => tag_name)).toEqual(['calendar-v1.1.0']);
});

test('what waits for its turn when GitHub is given up is not asked any more', async () => {
  const school = await open();
  const commits = Array.from({ length: 24 }, (_, index) => index.toString(16).padStart(40, 'e'));
  for (const hash of commits) api.pushed(hash, 'fix(calendar): rows', school.repository);
  await Promise.all(commits.map((hash) => api.mergePullRequest({ commits: [hash], repository: school.repository })));
  let reads = 0;
  // The tries of one read, and of those that were under way beside it.
  const failing: typeof fetch = async (url, init) => {
    if (!String(init?.body).includes('readComments')) return fetch(url, init);
    reads += 1;
    return new Response('{}', { status: 502 });
  };
  const announced = school.announcer(school.client({ fetch: failing })).announce(school.announcement({ commits }));
  await expect(announced).rejects.toMatchObject({ code: 'PT_GITHUB_UNREACHABLE' });
  // The client asks ten at once.
  expect(reads).toBeLessThanOrEqual(4 * 10);
});
