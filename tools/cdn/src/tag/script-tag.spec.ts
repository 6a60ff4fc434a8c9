import { expect, test } from 'vitest';
import { escapeAttribute, scriptTag } from './script-tag.ts';

const calendar = { origin: 'https://cdn.example.com', feature: 'calendar', version: '1.0.1' };

test('a tag with the integrity of every version that it may be rolled back to', () => {
  expect(scriptTag({ ...calendar, integrities: ['sha384-a+/=', 'sha384-b'] })).toBe(
    '<script src="https://cdn.example.com/elements/v1.0.1/calendar/main.js" integrity="sha384-a+/= sha384-b" crossorigin="anonymous"></script>',
  );
});

test('the bare tag', () => {
  expect(scriptTag(calendar)).toBe('<script src="https://cdn.example.com/elements/v1.0.1/calendar/main.js"></script>');
});

test('a slash at the end of the origin makes no second one', () => {
  expect(scriptTag({ ...calendar, origin: 'https://cdn.example.com/' })).toBe(scriptTag(calendar));
});

test('what could end the attribute is escaped', () => {
  expect(scriptTag({ ...calendar, origin: 'https://x/"><script>&' })).toContain('src="https://x/&quot;&gt;&lt;script&gt;&amp;/elements');
  expect(escapeAttribute('a&b"c')).toBe('a&amp;b&quot;c');
});

test.each([
  { feature: 'Calendar', code: 'PT_FEATURE_NAME' },
  { version: 'latest', code: 'PT_VERSION_FORMAT' },
  { version: '1.0.0/../../x', code: 'PT_VERSION_FORMAT' },
])('names are checked: $code', ({ code, ...wrong }) => {
  expect(() => scriptTag({ ...calendar, ...wrong })).toThrow(expect.objectContaining({ code }));
});
