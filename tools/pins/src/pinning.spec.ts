import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pinning } from './pin-files.ts';
import { digestOf, listOf } from './version-list.fixture.ts';

const origin = 'https://cdn.example.com';
const list = listOf('calendar', '2.0.0', '1.2.0', '1.1.0', '1.0.0');
const pin = (version: string, more: { tag?: string; integrity?: boolean } = {}) =>
  pinning({ feature: 'calendar', version, list, origin, ...more });
const tagOf = (version: string, ...digests: string[]) =>
  `<script src="${origin}/elements/v${version}/calendar/main.js" integrity="${digests.map(digestOf).join(' ')}" crossorigin="anonymous"></script>`;

describe('a version is put into a page', () => {
  test('which has a bare tag of another origin: it becomes the tag that is printed', () => {
    const { after, pins } = pin('1.1.0')('<p>\n<script src="https://old.example.com/elements/v1.0.0/calendar/main.js"></script>\n');

    expect(after).toBe(`<p>\n${tagOf('1.1.0', '1.1.0', '1.0.0')}\n`);
    expect(pins).toEqual([
      {
        line: 2,
        from: { version: '1.0.0', url: 'https://old.example.com/elements/v1.0.0/calendar/main.js' },
        to: { version: '1.1.0', url: `${origin}/elements/v1.1.0/calendar/main.js` },
        integrity: 'added',
      },
    ]);
  });

  test('when no CDN is named: each tag keeps its own', () => {
    const text = '<script src="https://other.example.com/elements/v1.1.0/calendar/main.js"></script>';

    expect(pinning({ feature: 'calendar', version: '1.0.0', list, integrity: false })(text).after).toBe(text.replace('v1.1.0', 'v1.0.0'));
  });

  test('that its integrity covers: the URL alone', () => {
    const text = tagOf('1.2.0', '1.2.0', '1.1.0', '1.0.0');

    expect(pin('1.0.0')(text)).toMatchObject({ after: text.replace('v1.2.0', 'v1.0.0'), pins: [{ integrity: 'kept' }] });
  });

  test('that its integrity does not cover: both', () => {
    expect(pin('2.0.0')(tagOf('1.0.0', '1.0.0'))).toMatchObject({
      after: tagOf('2.0.0', '2.0.0', '1.2.0', '1.1.0'),
      pins: [{ integrity: 'replaced' }],
    });
  });

  test('that is there already: nothing changes', () => {
    const text = tagOf('1.1.0', '1.1.0', '1.0.0');

    expect(pin('1.1.0')(text)).toMatchObject({
      after: text,
      pins: [{ from: { version: '1.1.0' }, to: { version: '1.1.0' }, integrity: 'kept' }],
    });
  });

  test('that is there, with the integrity of another: it is mended', () => {
    expect(pin('1.1.0')(tagOf('1.1.0', '2.0.0')).after).toBe(tagOf('1.1.0', '1.1.0', '1.0.0'));
  });

  test('without integrity', () => {
    const bare = `<script src="${origin}/elements/v1.0.0/calendar/main.js"></script>`;

    expect(pin('1.1.0', { integrity: false })(bare)).toMatchObject({
      after: bare.replace('1.0.0', '1.1.0'),
      pins: [{ integrity: 'none' }],
    });
    expect(pin('1.1.0', { integrity: false })(tagOf('1.0.0', '1.0.0'))).toMatchObject({
      after: `<script src="${origin}/elements/v1.1.0/calendar/main.js" crossorigin="anonymous"></script>`,
      pins: [{ integrity: 'removed' }],
    });
  });

  test('wherever it stands, in order', () => {
    const text = ['1.0.0', '1.1.0', '1.2.0'].map((version) => tagOf(version, version)).join('\n');

    expect(pin('2.0.0')(text).after).toBe(
      Array<string>(3)
        .fill(tagOf('2.0.0', '2.0.0', '1.2.0', '1.1.0'))
        .join('\n'),
    );
    expect(pin('2.0.0')(text).pins.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  test('whose origin is an expression or relative: it stays', () => {
    const text =
      '<script src="<%= cdn %>/elements/v1.0.0/calendar/main.js"></script><script src="/elements/v1.0.0/calendar/main.js"></script>';

    expect(pin('1.1.0', { integrity: false })(text)).toMatchObject({
      after: text.replaceAll('1.0.0', '1.1.0'),
      pins: [{ to: { url: '<%= cdn %>/elements/v1.1.0/calendar/main.js' } }, { to: { url: '/elements/v1.1.0/calendar/main.js' } }],
    });
  });
});

describe('left alone is', () => {
  test.each([
    ['a channel', `<script src="${origin}/elements/stable/calendar/main.js"></script>`, 'channel'],
    ['a version from the template', `<script src="${origin}/elements/v<%= v %>/calendar/main.js"></script>`, 'expression'],
    [
      'an integrity from the template',
      `<script src="${origin}/elements/v1.0.0/calendar/main.js" integrity="<%= sri %>"></script>`,
      'expression',
    ],
    ['a version under another name', `<script src="${origin}/elements/v1.0.0/calendar/main.js?tag=pt-next"></script>`, 'other-tag'],
  ] as const)('%s', (_, text, why) => {
    expect(pin('1.1.0')(text)).toEqual({
      after: text,
      pins: [],
      left: [{ line: 1, url: expect.stringContaining(`${origin}/elements/`), why }],
    });
  });

  test.each([
    ['another feature', `<script src="${origin}/elements/v1.0.0/calendar-month/main.js"></script>`],
    ['a page without tags', '<!doctype html><p>calendar 1.0.0'],
  ])('%s', (_, text) => {
    expect(pin('1.1.0')(text)).toEqual({ after: text, pins: [], left: [] });
  });
});

test('under another name, when that is asked for', () => {
  const text = `<script src="${origin}/elements/v1.0.0/calendar/main.js?tag=pt-next" defer></script>${tagOf('1.0.0', '1.0.0')}`;

  expect(pin('1.1.0', { tag: 'pt-next', integrity: false })(text)).toMatchObject({
    after: text.replace('v1.0.0', 'v1.1.0'),
    left: [{ why: 'other-tag' }],
  });
});

test('a version that does not exist', () => {
  expect(() => pin('3.0.0')).toThrow(expect.objectContaining({ code: 'PT_VERSION_UNKNOWN' }));
});

/** Pages as people write them, with a place for each tag of ours: pieces that leave a tokenizer where they found it. */
const surroundings = fc.constantFrom(
  '<!doctype html>',
  '<p class=a id=\'b\' title="c > d">1 < 2 & 3</p>',
  '<!-- <script src="https://cdn.example.com/elements/v1.0.0/calendar/main.js"></script> -->',
  '<%# "kept" %>',
  '<% if a > b && "c" %>',
  '<?php foreach ($x as $k => $v): ?>',
  '<?= h("<b>") ?>',
  '{{ user.name | "quoted" }}',
  '{% if x %}',
  '${it["x"]}',
  '<style>a > b { content: "<" }</style>',
  '<script>if (a < b && c > d) { x = "</"; }</script>',
  '<textarea> <p </textarea>',
  '<title>&amp; <b></title>',
  '<a href="/elements/v1.0.0/calendar/main.js">old</a>',
  '<script src="https://cdn.example.com/elements/v1.0.0/questionnaire/main.js" integrity="sha384-q"></script>',
  '<script src="https://cdn.example.com/elements/stable/calendar/main.js"></script>',
  'é日本語\u{1F600}',
  '\t  ',
);
const newline = fc.constantFrom('\n', '\r\n', '\r', '\n\n');
const attributes = fc.subarray(
  ['async', "data-a='\"'", 'data-b=">"', 'nonce="<%= n["x"] %>"', 'id={{id}}', '<?= $defer ?>', 'DEFER', 'data-integrity="x"'],
  { minLength: 0 },
);
const ourTag = fc.record({
  attributes,
  space: fc.constantFrom(' ', '\n  ', '\t', '\r\n'),
  quote: fc.constantFrom('"', "'"),
  first: fc.boolean(),
  end: fc.constantFrom('></script>', ' ></script >', '>/**/</SCRIPT>'),
});
type OurTag = typeof ourTag extends fc.Arbitrary<infer T> ? T : never;

const render = ({ attributes, space, quote, first, end }: OurTag, version: string, digests: readonly string[]): string => {
  const integrity = `integrity=${quote}${digests.map(digestOf).join(' ')}${quote}`;
  const src = `src = ${quote}${origin}/elements/v${version}/calendar/main.js${quote}`;
  return `<script${[...attributes, ...(first ? [integrity, src] : [src, integrity]), 'crossorigin'].map((part) => space + part).join('')}${end}`;
};

test('whatever the page: the edited attributes change, and every other character stays', () => {
  const page = fc.array(fc.tuple(fc.oneof(surroundings, surroundings, ourTag), newline), { maxLength: 14 });
  const build = (pieces: readonly (readonly [string | OurTag, string])[], version: string, digests: readonly string[]) =>
    pieces.map(([piece, end]) => (typeof piece === 'string' ? piece : render(piece, version, digests)) + end).join('');

  fc.assert(
    fc.property(page, fc.constantFrom('1.0.0', '1.1.0', '2.0.0'), (pieces, version) => {
      const before = build(pieces, '1.1.0', ['1.1.0', '1.0.0']);
      const expected =
        version === '2.0.0' ? build(pieces, version, ['2.0.0', '1.2.0', '1.1.0']) : build(pieces, version, ['1.1.0', '1.0.0']);
      const { after, pins } = pin(version)(before);

      expect(after).toBe(expected);
      expect(pins).toHaveLength(pieces.filter(([piece]) => typeof piece !== 'string').length);
    }),
    { numRuns: 400 },
  );
});

test('whatever the text: editing twice is editing once, and what no tag of the feature holds stays', () => {
  const shards = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '=',
    ' ',
    '\r\n',
    '\n',
    '<!--',
    '-->',
    '<%',
    '%>',
    '<%=',
    '{{',
    '}}',
    '<?',
    '?>',
    '\\"',
    '(',
    ')',
    '{',
    '}',
    ',',
    '#',
    '/',
    '<script',
    '</script>',
    '<style>',
    '</style>',
    '<textarea>',
    'script',
    '%script',
    'javascript_include_tag ',
    'src=',
    'src: ',
    'integrity=',
    'integrity: ',
    'crossorigin',
    digestOf('1.0.0'),
    digestOf('2.0.0'),
    'https://cdn.example.com',
    'https://old.example.com',
    '/elements/v1.0.0/calendar/main.js',
    '/elements/v1.1.0/calendar/main.js?tag=x',
    '/elements/stable/calendar/main.js',
    '/elements/v1.0.0/questionnaire/main.js',
    `<script src="https://cdn.example.com/elements/v1.0.0/calendar/main.js"`,
    `<script src=https://cdn.example.com/elements/v1.0.0/calendar/main.js integrity=sha384-a`,
  );
  const others = (text: string) =>
    text.match(/\/elements\/(?:stable\/calendar|[\w.]+\/(?:questionnaire\/main\.js|calendar\/main\.js\?tag=x))/g);
  /** Without anything that an edit may write: what is left has to stay. */
  const rest = (text: string) =>
    text.replace(/sha384-[\w+/=-]+|https:\/\/(cdn|old)\.example\.com|v\d\.\d\.\d|integrity|crossorigin|anonymous|[\s"'\\,=:]/g, '');

  fc.assert(
    fc.property(
      fc.array(shards, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.constantFrom('1.0.0', '2.0.0'),
      fc.boolean(),
      (text, version, integrity) => {
        const put = pin(version, { integrity });
        const once = put(text);
        const twice = put(once.after);

        expect(twice.after).toBe(once.after);
        expect(rest(once.after)).toBe(rest(text));
        expect(others(once.after)).toEqual(others(text));
        if (once.pins.length === 0) expect(once.after).toBe(text);
      },
    ),
    { numRuns: 3000, seed: 20261122 },
  );
});
