import { describe, expect, test } from 'vitest';
import { findPins, findTags } from './find-pins.ts';

const url = 'https://cdn.example.com/elements/v1.0.0/calendar/main.js';

describe('a pin is found in', () => {
  const cases: readonly { what: string; text: string; integrity?: string }[] = [
    { what: 'HTML', text: `<script src="${url}" integrity="sha384-a" crossorigin="anonymous"></script>`, integrity: 'sha384-a' },
    { what: 'HTML without quotes', text: `<script src=${url} integrity=sha384-a crossorigin></script>`, integrity: 'sha384-a' },
    {
      what: 'single quotes, capitals, spaces, another order',
      text: `<SCRIPT\n\tIntegrity = 'sha384-a'\n  SRC = '${url}' async>`,
      integrity: 'sha384-a',
    },
    { what: 'a module', text: `<script type="module" src="${url}?tag=pt-x"></script>` },
    { what: 'an attribute that a consent tool reads', text: `<script type="text/plain" data-src="${url}"></script>` },
    { what: 'a script with foreign attributes before it', text: `<script data-a='"' data-b=">" src="${url}"></script>` },
    {
      what: 'ERB beside it',
      text: `<% if a > b %><script <%= "async" if c %> src="${url}" data-x="<%= "y" %>" integrity="sha384-a"></script><% end %>`,
      integrity: 'sha384-a',
    },
    {
      what: 'PHP beside it',
      text: `<?php if ($a->b > 1): ?>\n<script src="${url}" nonce="<?= $n["x"] ?>" integrity='sha384-a'></script>\n<?php endif ?>`,
      integrity: 'sha384-a',
    },
    { what: 'JSP', text: `<%@ page language="java" %><script nonce="\${it["n"]}" src="${url}"></script>` },
    {
      what: 'AngularJS',
      text: `<div ng-if="a < b && c > d"></div><script nonce="{{ n ? "a" : 'b' }}" src="${url}" integrity="sha384-a"></script>`,
      integrity: 'sha384-a',
    },
    { what: 'a PHP string', text: `<?php echo "<script src=\\"${url}\\" integrity=\\"sha384-a\\"></script>"; ?>`, integrity: 'sha384-a' },
    {
      what: 'a PHP file without an end',
      text: `<?php\necho '<script src="${url}" integrity="sha384-a"></script>';\n`,
      integrity: 'sha384-a',
    },
    {
      what: 'a heredoc of a script',
      text: `<script>document.write('<script src="${url}" integrity="sha384-a"><\\/script>')</script>`,
      integrity: 'sha384-a',
    },
    {
      what: 'a Rails helper',
      text: `<%= javascript_include_tag "${url}", integrity: "sha384-a", crossorigin: "anonymous" %>`,
      integrity: 'sha384-a',
    },
    {
      what: 'a Rails helper on several lines',
      text: `<%= javascript_include_tag(\n  '${url}',\n  :integrity => 'sha384-a'\n) %>`,
      integrity: 'sha384-a',
    },
    { what: 'Slim', text: `head\n  script src="${url}" integrity="sha384-a" crossorigin="anonymous"\n  title x`, integrity: 'sha384-a' },
    { what: 'Slim on several lines', text: `script[\n  src="${url}"\n  integrity="sha384-a"\n]`, integrity: 'sha384-a' },
    { what: 'Haml', text: `%head\n  %script{src: "${url}", integrity: "sha384-a"}\n`, integrity: 'sha384-a' },
    { what: 'Haml with old hashes', text: `%script{ :src => '${url}',\n  'integrity' => 'sha384-a' }`, integrity: 'sha384-a' },
    { what: 'Haml with HTML attributes', text: `%script(type="module"\n  src="${url}" integrity="sha384-a")`, integrity: 'sha384-a' },
    { what: 'Pug', text: `head\n  script(src='${url}', integrity='sha384-a')`, integrity: 'sha384-a' },
    { what: 'a page that begins in the middle', text: `</td></tr></table><script src="${url}"></script></body>` },
    { what: 'a table, where a tree would move it', text: `<table><tr><script src="${url}"></script><td>` },
    {
      what: 'a page whose style and script hold the beginnings of comments',
      text: `<style>a::after { content: "<!--" }</style><script>x = '<!--'</script><script src="${url}"></script>`,
    },
    { what: 'a title that never ends before it', text: `<title>x<title></title><script src="${url}"></script>` },
  ];

  test.each(cases)('$what', ({ text, integrity }) => {
    const [pin, ...more] = findPins(text);

    expect(more).toEqual([]);
    expect(pin).toMatchObject({ feature: 'calendar', version: '1.0.0', origin: 'https://cdn.example.com' });
    expect(text.slice(pin!.at.url.start).startsWith(url)).toBe(true);
    expect(text.slice(pin!.at.version.start, pin!.at.version.end)).toBe('1.0.0');
    expect(pin!.integrity?.value).toBe(integrity);
    if (pin!.integrity) expect(text.slice(pin!.integrity.at.start, pin!.integrity.at.end)).toBe(integrity);
  });
});

describe('no pin is', () => {
  test.each([
    ['an HTML comment', `<!-- <script src="${url}"></script> -->`],
    ['a JSP comment', `<%-- <script src="${url}"></script> --%>`],
    ['an ERB comment', `<%# javascript_include_tag "${url}" %>`],
    ['a Handlebars comment', `{{!-- <script src="${url}"></script> --}}`],
    ['a Blade comment', `{{-- <script src="${url}"></script> --}}`],
    ['a Twig comment', `{# <script src="${url}"></script> #}`],
    ['a Slim comment', `/ script src="${url}"`],
    ['a Haml comment', `-# %script{src: "${url}"}`],
    ['a comment in PHP', `<?php\n  // echo '<script src="${url}"></script>';\n`],
    ['a link', `<a href="${url}">main.js</a>`],
    ['a preload', `<link rel="preload" href="${url}" as="script">`],
    ['prose', `The script is at ${url} and nowhere else.`],
    ['an escaped example', `<pre>&lt;script src="${url}"&gt;</pre>`],
    ['an image', `<img src="${url}">`],
    ['a map', `<script src="${url}.map"></script>`],
    ['another file', `<script src="https://cdn.example.com/elements/v1.0.0/calendar/chunk.js"></script>`],
    ['a record', `<script src="https://cdn.example.com/elements/_records/calendar/main.js"></script>`],
    ['a name that cannot be a feature', `<script src="https://cdn.example.com/elements/v1.0.0/runtime/main.js"></script>`],
    ['another CDN', '<script src="https://unpkg.com/calendar@1.0.0/main.js"></script>'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(findTags(text)).toEqual([]);
  });
});

describe('a tag without an exact version is found and is no pin', () => {
  test.each([
    ['stable', 'channel'],
    ['v1', 'channel'],
    ['1.x', 'channel'],
    ['v1.0', 'channel'],
    ['v<%= version %>', 'expression'],
    ['{{ calendarVersion }}', 'expression'],
    ['<?= $versions["calendar"] ?>', 'expression'],
    ['v${version}', 'expression'],
  ] as const)('%s: %s', (segment, kind) => {
    const text = `<p>\n<script src="https://cdn.example.com/elements/${segment}/calendar/main.js"></script>`;

    expect(findTags(text)).toEqual([
      {
        kind,
        feature: 'calendar',
        origin: 'https://cdn.example.com',
        line: 2,
        url: `https://cdn.example.com/elements/${segment}/calendar/main.js`,
      },
    ]);
    expect(findPins(text)).toEqual([]);
  });
});

test.each([
  ['', '/elements/v1.0.0/calendar/main.js'],
  ['//cdn.example.com', '//cdn.example.com/elements/v1.0.0/calendar/main.js'],
  ['<%= cdn["x"] %>', '<%= cdn["x"] %>/elements/v1.0.0/calendar/main.js'],
  ['{{cdn}}', '{{cdn}}/elements/v1.0.0/calendar/main.js'],
  ['../..', '../../elements/v1.0.0/calendar/main.js'],
])('the origin of a pin is what stands before the layout: "%s"', (origin, source) => {
  expect(findPins(`<script src="${source}"></script>`)).toMatchObject([{ origin, url: source, version: '1.0.0' }]);
  expect(findPins(`%script{src: "${source}"}`)).toMatchObject([{ origin, url: source, version: '1.0.0' }]);
});

test('the origin begins behind the space that a browser ignores', () => {
  expect(findPins(`<script src=" ${url}"></script>`)).toMatchObject([{ origin: 'https://cdn.example.com', url }]);
});

test('of two URLs in one tag, the one that a browser loads is the pin', () => {
  expect(findPins(`<script data-src="${url}" src="${url.replace('1.0.0', '2.0.0')}"></script>`)).toMatchObject([{ version: '2.0.0' }]);
});

test('several pins, in order, with lines counted in every convention', () => {
  const page = [
    `<script src="${url}"></script>`,
    '',
    `<script src="${url.replace('calendar', 'questionnaire').replace('1.0.0', '2.0.0-next.1')}?tag=pt-next&amp;x=1"></script>`,
  ];

  for (const newline of ['\n', '\r\n', '\r']) {
    expect(findPins(page.join(newline))).toMatchObject([
      { feature: 'calendar', version: '1.0.0', line: 1 },
      { feature: 'questionnaire', version: '2.0.0-next.1', line: 3, tag: 'pt-next' },
    ]);
  }
});

test('the integrity of one tag is not taken for that of another', () => {
  const text = `<script src="${url}"></script>\n<script src="/other.js" integrity="sha384-o"></script>\nscript src="${url}"\nscript src="/other.js" integrity="sha384-o"\n`;

  expect(findPins(text).map(({ integrity }) => integrity)).toEqual([undefined, undefined]);
});

test('a page of many unfinished expressions takes no time', () => {
  const page = `/elements/${'<% %>'.repeat(3000)} {{ ${'<? '.repeat(3000)} <script src="/elements/${'{{a}}'.repeat(3000)}"`;
  const started = performance.now();
  findTags(page);

  expect(performance.now() - started).toBeLessThan(2_000);
});
