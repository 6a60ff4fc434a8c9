import { expect, test } from 'vitest';
import { maskSecrets } from './mask-secrets.ts';

const mask = maskSecrets({
  AWS_SECRET_ACCESS_KEY: 'wJalr/XUtn+FEMI',
  GITHUB_TOKEN: 'ghp_0123456789',
  PATH: '/usr/bin',
  DB_PASSWORD: 'abc',
});

test.each([
  { what: 'a secret key', text: 'denied for wJalr/XUtn+FEMI', masked: 'denied for [secure]' },
  { what: 'a URL-encoded secret key', text: `?s=${encodeURIComponent('wJalr/XUtn+FEMI')}&x=1`, masked: '?s=[secure]&x=1' },
  {
    what: 'a token in a remote URL',
    text: 'https://x-access-token:ghp_0123456789@github.com/a/b',
    masked: 'https://[secure]@github.com/a/b',
  },
  {
    what: 'a password nobody told us about',
    text: 'fatal: https://jo:hunter22@example.com/r.git',
    masked: 'fatal: https://[secure]@example.com/r.git',
  },
  { what: 'a value too short to be told from a word', text: 'abc', masked: 'abc' },
  { what: 'a variable that holds no secret', text: '/usr/bin', masked: '/usr/bin' },
])('$what', ({ text, masked }) => {
  expect(mask(text)).toBe(masked);
});
