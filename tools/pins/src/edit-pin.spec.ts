import { scriptTag } from '@pintag/cdn';
import { describe, expect, test } from 'vitest';
import { covers, editPin, rollBack, upgrade } from './edit-pin.ts';
import { findPins } from './find-pins.ts';

const tag = { origin: 'https://cdn.example.com', feature: 'calendar', version: '1.1.0', integrities: ['sha384-b', 'sha384-a'] };
const only = (text: string) => findPins(text)[0]!;

test('rolling back edits the version in the URL and nothing else', () => {
  const text = scriptTag(tag);

  expect(covers(only(text), 'sha384-a')).toBe(true);
  expect(covers(only(text), 'sha384-c')).toBe(false);
  expect(rollBack(text, only(text), { version: '1.0.0' })).toBe(text.replace('1.1.0', '1.0.0'));
});

test('upgrading gives the tag that would be printed', () => {
  const next = { ...tag, version: '1.2.0', integrities: ['sha384-c', 'sha384-b', 'sha384-a'] };
  const text = scriptTag(tag);

  expect(upgrade(text, only(text), next)).toBe(scriptTag(next));
});

describe('integrity', () => {
  const url = 'https://cdn.example.com/elements/v1.1.0/calendar/main.js';
  const cases: readonly { what: string; text: string; integrities: readonly string[]; after: string }[] = [
    {
      what: 'is added behind the URL, with crossorigin',
      text: `<script src="${url}" defer></script>`,
      integrities: ['sha384-a', 'sha384-b'],
      after: `<script src="${url}" integrity="sha384-a sha384-b" crossorigin="anonymous" defer></script>`,
    },
    {
      what: 'is added in the quotes of the tag',
      text: `<script src='${url}' crossorigin></script>`,
      integrities: ['sha384-a'],
      after: `<script src='${url}' integrity='sha384-a' crossorigin></script>`,
    },
    {
      what: 'is added with quotes where the URL has none',
      text: `<script async src=${url}></script>`,
      integrities: ['sha384-a'],
      after: `<script async src=${url} integrity="sha384-a" crossorigin="anonymous"></script>`,
    },
    {
      what: 'is added inside a string of code',
      text: `echo "<script src=\\"${url}\\"></script>";`,
      integrities: ['sha384-a'],
      after: `echo "<script src=\\"${url}\\" integrity=\\"sha384-a\\" crossorigin=\\"anonymous\\"></script>";`,
    },
    {
      what: 'is replaced where it stands',
      text: `<script integrity='sha384-x  sha384-y'\r\n src="${url}" crossorigin>`,
      integrities: ['sha384-a'],
      after: `<script integrity='sha384-a'\r\n src="${url}" crossorigin>`,
    },
    {
      what: 'gets quotes when several digests need them',
      text: `<script src=${url} integrity=sha384-x crossorigin=anonymous>`,
      integrities: ['sha384-a', 'sha384-b'],
      after: `<script src=${url} integrity="sha384-a sha384-b" crossorigin=anonymous>`,
    },
    {
      what: 'fills an empty attribute',
      text: `<script src="${url}" integrity="" crossorigin="">`,
      integrities: ['sha384-a'],
      after: `<script src="${url}" integrity="sha384-a" crossorigin="">`,
    },
    {
      what: 'is replaced in Haml',
      text: `%script{src: "${url}", integrity: "sha384-x"}`,
      integrities: ['sha384-a', 'sha384-b'],
      after: `%script{src: "${url}", integrity: "sha384-a sha384-b"}`,
    },
    {
      what: 'is not added to Haml, whose syntax is its own',
      text: `%script{src: "${url}"}`,
      integrities: ['sha384-a'],
      after: `%script{src: "${url}"}`,
    },
    {
      what: 'is taken away with the space before it',
      text: `<script src="${url}" integrity="sha384-x" crossorigin="anonymous">`,
      integrities: [],
      after: `<script src="${url}" crossorigin="anonymous">`,
    },
    {
      what: 'is taken away with the comma before it',
      text: `= javascript_include_tag "${url}", integrity: "sha384-x", defer: true`,
      integrities: [],
      after: `= javascript_include_tag "${url}", defer: true`,
    },
    { what: 'that is not there cannot be taken away', text: `<script src="${url}">`, integrities: [], after: `<script src="${url}">` },
  ];

  test.each(cases)('$what', ({ text, integrities, after }) => {
    const edited = editPin(text, only(text), { version: '1.1.0', integrities });

    expect(edited).toBe(after);
    expect(editPin(edited, only(edited), { version: '1.1.0', integrities })).toBe(after);
  });
});

test('what goes into a page is checked', () => {
  const text = scriptTag(tag);

  expect(() => editPin(text, only(text), { version: '1.0.0"><script>' })).toThrow(expect.objectContaining({ code: 'PT_VERSION_FORMAT' }));
  expect(() => editPin(text, only(text), { version: '1.0.0', integrities: ['"><script>'] })).toThrow('no integrity');
});

test('a pin of another text is refused', () => {
  const text = scriptTag(tag);

  expect(() => editPin(`\n${text}`, only(text), { version: '1.0.0' })).toThrow('has changed');
});
