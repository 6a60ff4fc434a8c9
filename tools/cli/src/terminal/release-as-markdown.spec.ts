import { PintagError } from '@pintag/cdn/errors';
import type { FeatureResult, Plan, PlannedRelease, VersionFacts } from '@pintag/release';
import { expect, test } from 'vitest';
import { failureAsMarkdown, releaseAsMarkdown } from './release-as-markdown.ts';
import { failuresIn } from './report-failure.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

const release = (feature: string, subjects: readonly string[], from?: string): PlannedRelease => ({
  feature,
  element: `pt-${feature}`,
  ...(from !== undefined && { from }),
  to: '1.1.0',
  bump: 'minor',
  channel: null,
  tag: `${feature}-v1.1.0`,
  reasons: subjects.map((subject) => ({ kind: 'own', commit, subject, bump: 'minor' })),
  urls: { entry: `/elements/v1.1.0/${feature}/main.js`, record: `/elements/_records/${feature}/1.1.0.json` },
});

const planOf = (...releases: readonly PlannedRelease[]): Plan => ({
  schema: 1,
  commit,
  committedAt: '2026-11-22T08:00:00.000Z',
  branch: 'main',
  releases,
  others: [],
  ignored: [],
});

const sizes = {
  initial: { raw: 100_000, brotli: 31_240 },
  total: { raw: 200_000, brotli: 52_100 },
  runtime: 'angular-22.1.7-0f2c9a41d07be358',
};
const tag = '<script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js" integrity="sha384-x" crossorigin="anonymous"></script>';
const known = new Map([['calendar@1.1.0', { tag, covers: ['1.1.0'], sizes, record: {} as VersionFacts['record'] }]]);

test('versions, sizes, reasons, tags to copy, and what failed with what to do', () => {
  const features: FeatureResult[] = [
    { feature: 'calendar', version: '1.1.0', status: 'released', url: 'https://cdn.example.com/x' },
    { feature: 'menu', version: '2.0.0', status: 'failed', reason: 'It does not build.', code: 'PT_BUILD_FAILED', remedy: 'Mend it.' },
    { feature: 'questionnaire', status: 'unchanged', reason: 'No commit since then touches it.' },
  ];
  const plan = planOf(release('calendar', ['feat(calendar): weeks'], '1.0.3'));
  expect(releaseAsMarkdown({ result: { plan, features }, facts: known })).toMatchInlineSnapshot(`
    "### 1 version released, 1 failed

    Commit <code>01234567</code> of <code>main</code>.

    | feature | version | | initial load, brotli | all scripts, brotli |
    | --- | --- | --- | --- | --- |
    | calendar | 1.0.3 → **1.1.0** | released | 31.2 kB | 52.1 kB |

    #### What failed

    - **menu@2.0.0** <code>PT&#95;BUILD&#95;FAILED</code> <code>It does not build&#46;</code> <code>Mend it&#46;</code>

    <details><summary>Why calendar@1.1.0, and its script tag</summary>

    - 01234567 minor <code>feat&#40;calendar&#41;&#58; weeks</code>

    \`\`\`html
    <script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js" integrity="sha384-x" crossorigin="anonymous"></script>
    \`\`\`

    On top comes the runtime that features share: <code>angular&#45;22&#46;1&#46;7&#45;0f2c9a41d07be358</code>.

    </details>

    1 failed, 1 released, 1 unchanged. Running the release again takes up what failed.

    "
  `);
});

test('what others wrote calls nobody, links nowhere and is no markup', () => {
  const reason = '</details> <img src=x> @dora #7 https://bad.example `a` | b';
  const features: FeatureResult[] = [
    { feature: 'calendar', version: '1.1.0', status: 'released' },
    { feature: 'menu', status: 'failed', reason },
  ];
  const text = releaseAsMarkdown({ result: { plan: planOf(release('calendar', [`feat: ${reason}`])), features }, facts: new Map() });
  expect(text).not.toMatch(/<img|@dora|#7|https:\/\/bad|`a`/);
  expect(text.match(/<\/details>/g)).toHaveLength(1);
});

test('the output of a build is there as a whole, folded, and cannot end its block', () => {
  const reason = 'menu could not be built:\nerror: no such thing\n```\n</details>@dora';
  const features: FeatureResult[] = [{ feature: 'menu', version: '1.1.0', status: 'failed', reason, code: 'PT_BUILD_FAILED' }];
  const text = releaseAsMarkdown({ result: { plan: planOf(), features }, facts: new Map() });
  expect(text).toContain('- **menu@1.1.0** <code>PT&#95;BUILD&#95;FAILED</code> <code>menu could not be built&#58;</code>\n');
  expect(text).toContain(`<details><summary>All that menu@1.1.0 failed with</summary>\n\n\`\`\`\`text\n${reason}\n\`\`\`\`\n\n</details>`);
});

test('a thousand features still fit, without the details', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `feature-${index}`);
  const features = names.map((feature): FeatureResult => ({ feature, version: '1.1.0', status: 'released' }));
  const plan = planOf(
    ...names.map((feature) =>
      release(
        feature,
        Array.from({ length: 30 }, () => 'feat: a change that takes a line of its own'),
      ),
    ),
  );
  const text = releaseAsMarkdown({ result: { plan, features }, facts: new Map() });
  expect(text.length).toBeLessThan(500_100);
  expect(text).toContain('### 1000 versions released');
  expect(text).toContain('| feature-999 | **1.1.0** |');
  expect(text).toContain('would be too long here');
});

test('a run that ended early says why, what to do, and what it had published by then', () => {
  const error = new PintagError('PT_USAGE', { problem: 'There is no plan at @here.' });
  expect(failureAsMarkdown(failuresIn(error))).toMatch(
    /^### The run ended early\n\n- <code>PT&#95;USAGE<\/code> <code>There is no plan at &#64;here&#46;<\/code>/,
  );
  expect(failureAsMarkdown(failuresIn(error), [{ feature: 'calendar', version: '1.1.0' }])).toContain(
    '\n\nPublished before that: <code>calendar&#64;1&#46;1&#46;0</code>.',
  );
});
