import type { PreviewedRelease, PullRequestPreview } from '@pintag/release';
import { JSDOM } from 'jsdom';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { asBlock, asCode } from './escape-markdown.ts';
import { presentPreview } from './present-preview.ts';
import { previewAsMarkdown } from './preview-as-markdown.ts';

const sizes = (raw: number, brotli: number) => ({ initial: { raw, brotli }, total: { raw: raw + 5_000, brotli: brotli + 2_000 } });

const release: PreviewedRelease = {
  feature: 'calendar',
  element: 'pt-calendar',
  from: '1.0.1',
  to: '1.1.0',
  bump: 'minor',
  channel: null,
  tag: 'calendar-v1.1.0',
  pullRequest: true,
  reasons: [
    {
      kind: 'own',
      commit: '9f8e7d6c'.repeat(5),
      subject: 'feat(calendar): weeks',
      file: 'libs/calendar/src/weeks.ts',
      bump: 'minor',
      pullRequest: true,
    },
    {
      kind: 'dependency',
      commit: '1a2b3c4d'.repeat(5),
      subject: 'fix(shared-elements): keep the state',
      file: 'libs/shared/elements/src/define-feature.ts',
      through: ['calendar', 'shared-elements'],
      bump: 'patch',
      pullRequest: false,
    },
  ],
  build: 'built',
  size: sizes(52_400, 17_300),
  last: { version: '1.0.1', size: sizes(52_000, 17_250) },
  script: {
    tag: '<script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js" integrity="sha384-x" crossorigin="anonymous"></script>',
    url: 'https://cdn.example.com/elements/v1.1.0/calendar/main.js',
    integrity: ['sha384-x'],
  },
};

const preview: PullRequestPreview = {
  schema: 1,
  head: '1a2b3c4d'.repeat(5),
  base: { branch: 'main', commit: 'b'.repeat(40), ahead: 0 },
  merge: { kind: 'merge' },
  commits: 3,
  releases: [release],
  others: [{ feature: 'questionnaire', version: '1.1.0', why: 'unchanged' }],
  ignored: [{ commit: 'abcdef01'.repeat(5), subject: 'wip' }],
};

test('a preview says what merging releases, what it weighs, and the tag it would get', () => {
  expect(presentPreview(preview, { colour: false })).toMatchInlineSnapshot(`
    "Merging 1a2b3c4d into main, with 3 commits as they are

    calendar  1.0.1 → 1.1.0  minor
      9f8e7d6c  minor  feat(calendar): weeks  libs/calendar/src/weeks.ts
      1a2b3c4d  patch  fix(shared-elements): keep the state  through shared-elements, libs/shared/elements/src/define-feature.ts  (merged before)
      initial load  52.4 kB (+0.4 kB, +0.8 %); brotli 17.3 kB (+50 B, +0.3 %)
      all scripts   57.4 kB (+0.4 kB, +0.7 %); brotli 19.3 kB (+50 B, +0.3 %)
      <script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js" integrity="sha384-x" crossorigin="anonymous"></script>

    questionnaire stays at 1.1.0: no commit counts for it.

    Not Conventional Commits, so they count for nothing:
      abcdef01  wip
    "
  `);
});

test('as a comment it is a table, and what few need is folded', () => {
  expect(previewAsMarkdown(preview)).toMatchInlineSnapshot(`
    "<!-- pintag: what merging would release -->
    ### Merging releases 1 feature

    Into <code>main</code>, with 3 commits as they are.

    | feature | version | | initial load, brotli | all scripts, brotli |
    | --- | --- | --- | --- | --- |
    | calendar | 1.0.1 → **1.1.0** | minor | 17.3 kB (+50 B, +0.3 %) | 19.3 kB (+50 B, +0.3 %) |

    <details><summary>Why calendar 1.1.0, and its script tag</summary>

    - 9f8e7d6c minor <code>feat&#40;calendar&#41;&#58; weeks</code>, <code>libs&#47;calendar&#47;src&#47;weeks&#46;ts</code>
    - 1a2b3c4d patch <code>fix&#40;shared&#45;elements&#41;&#58; keep the state</code>, through <code>shared&#45;elements</code>, <code>libs&#47;shared&#47;elements&#47;src&#47;define&#45;feature&#46;ts</code> (merged before)

    \`\`\`html
    <script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js" integrity="sha384-x" crossorigin="anonymous"></script>
    \`\`\`

    A prediction: the tag for a page is what \`pintag tag\` prints after the release.

    </details>

    <details><summary>Not Conventional Commits: they count for nothing</summary>

    - abcdef01 <code>wip</code>

    </details>
    "
  `);
});

test('what is not known is said, and a failure stands out', () => {
  const { size: _, ...unbuilt } = release;
  const failed: PreviewedRelease = {
    ...unbuilt,
    build: 'failed',
    problem: { code: 'PT_BUILD_FAILED', message: 'calendar could not be built:\nno such thing' },
    last: { version: '1.0.1', unknown: 'https://cdn.example.com answers 404' },
    script: { ...release.script, integrity: [], unknown: 'it depends on the build, and nothing was built' },
  };
  const shown = presentPreview({ ...preview, releases: [failed] }, { colour: false });
  expect(shown).toContain('cannot be built: calendar could not be built:\nno such thing');
  expect(shown).toContain('the size of 1.0.1 is unknown: https://cdn.example.com answers 404');
  expect(shown).toContain('its integrity is unknown: it depends on the build');
  expect(previewAsMarkdown({ ...preview, releases: [failed] })).toContain('| **cannot be built** | unknown | unknown |');
});

test('nothing to release is said, and how many commits the checkout lacks', () => {
  const nothing = {
    ...preview,
    releases: [],
    base: { ...preview.base, ahead: 2 },
    merge: { kind: 'squash' as const, title: 'docs: more' },
  };
  expect(presentPreview(nothing, { colour: false })).toContain('squashed as "docs: more"\n\nmain has 2 more commits');
  expect(presentPreview(nothing, { colour: false })).toContain('releases nothing.');
  expect(previewAsMarkdown(nothing)).toContain('### Merging releases nothing');
});

const hostile = [
  '@dora @school/team look',
  'fix: `code` ``more`` ``` fence',
  '</code></details><script>alert(1)</script><img src=x onerror=alert(1)>',
  '[click](https://evil.example) ![](https://evil.example/x.png) <https://evil.example> https://evil.example www.evil.example',
  '| a | b |\\| \\',
  '# heading',
  '- [ ] task',
  '> quote **bold** __bold__ ~~gone~~ *it* _it_',
  '#1 school/elements#1 GH-1 a@example.com :tada:',
  '&lt;b&gt; &amp; &#64;dora',
  '<!-- pintag: what merging would release --> --> ]]> $$x$$',
  'ends with a backslash\\',
];

test.each(hostile)('in a comment, %j is words and nothing else, wherever it stands', async (words) => {
  const reasons = release.reasons.map((reason) => ({
    ...reason,
    subject: words,
    file: `libs/${words}`,
    ...(reason.through && { through: ['calendar', words] }),
  }));
  const markdown = previewAsMarkdown({
    ...preview,
    base: { ...preview.base, branch: words },
    merge: { kind: 'squash', title: words },
    releases: [
      {
        ...release,
        reasons,
        channel: words,
        problem: { message: words },
        last: { version: '1.0.1', unknown: words },
        script: { ...release.script, unknown: words },
      },
    ],
    others: [{ feature: 'questionnaire', why: 'failed', message: words }],
    ignored: [{ commit: 'abcdef01'.repeat(5), subject: words }],
  });
  const { document } = new JSDOM(await marked.parse(markdown, { gfm: true })).window;
  const codes = [...document.querySelectorAll('code:not(pre code)')];
  const texts = codes.map(({ textContent }) => textContent);

  expect(texts.filter((text) => text === words)).toHaveLength(11);
  expect(texts.filter((text) => text === `libs/${words}`)).toHaveLength(2);
  expect(codes.flatMap(({ children }) => [...children])).toEqual([]);
  expect(document.querySelectorAll('a, img, script, input, blockquote, del, em').length).toBe(0);
  expect(document.querySelectorAll('h1, h2, h3').length).toBe(1);
  expect(document.querySelectorAll('tr:last-child td').length).toBe(5);
  expect(document.querySelector('details pre code')?.textContent).toBe(`${release.script.tag}\n`);
  for (const code of codes) code.remove();
  expect(document.body.textContent).not.toContain(words);
  expect(document.body.textContent).not.toContain('@');
});

test('code has no line break and no mark that turns text around, and ends somewhere', () => {
  expect(asCode('a\n\n# b\u202E\u001B[31mc')).toBe('<code>a &#35; b &#91;31mc</code>');
  expect(asCode('x'.repeat(500))).toHaveLength('<code></code>'.length + 200);
});

test('nothing ends a block but its own fence', () => {
  expect(asBlock('a\n```\n@dora\r````', 'html')).toBe('`````html\na\n```\n@dora\n````\n`````');
});

test('a comment is never longer than GitHub takes', () => {
  const reasons = Array.from({ length: 30 }, (_, index) => ({ ...release.reasons[0]!, subject: `feat: ${index} ${'<'.repeat(300)}` }));
  const one = previewAsMarkdown({ ...preview, releases: [{ ...release, reasons }] });
  expect(one).toContain('and 10 more');
  const many = previewAsMarkdown({ ...preview, releases: Array.from({ length: 50 }, () => ({ ...release, reasons })) });
  expect(many.length).toBeLessThan(65_536);
  expect(many).toContain('would be too long');
});

test('a version that moves to another runtime says so, and what its pages pay', () => {
  const before = 'angular-22.1.6-aaaaaaaaaaaaaaaa';
  const now = 'angular-22.1.7-bbbbbbbbbbbbbbbb';
  const on = (runtime: string | undefined, last: string | undefined): PullRequestPreview => ({
    ...preview,
    releases: [
      {
        ...release,
        size: { ...sizes(2, 1), ...(runtime && { runtime }) },
        last: { version: '1.0.1', size: { ...sizes(2, 1), ...(last && { runtime: last }) } },
      },
    ],
  });
  const [moved, first, stays, without] = [on(now, before), on(now, undefined), on(now, now), on(undefined, undefined)];
  expect(presentPreview(moved, { colour: false })).toContain(`on top        the shared runtime ${now}, before ${before}\n`);
  expect(presentPreview(first, { colour: false })).toContain(`the shared runtime ${now}, before its own Angular\n`);
  expect(presentPreview(stays, { colour: false })).toContain(`the shared runtime ${now}\n`);
  expect(presentPreview(without, { colour: false })).not.toContain('on top');

  const said = (of: PullRequestPreview) =>
    new JSDOM(marked.parse(previewAsMarkdown(of), { async: false })).window.document.body.textContent!;
  expect(said(moved)).toContain(`calendar is on the shared runtime ${now}, before ${before}: its pages load that once more.`);
  expect(said(stays)).toContain('the runtime that features share comes on top.');
  expect(said(stays)).not.toContain('once more');
  expect(said(without)).not.toContain('runtime');
});
