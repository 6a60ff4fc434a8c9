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
  {
    what: 'a token in place of a user name',
    text: "for 'http://glpat-42@example.com': no",
    masked: "for 'http://[secure]@example.com': no",
  },
  { what: 'a token with an empty password', text: 'https://glpat-42:@example.com/r', masked: 'https://[secure]@example.com/r' },
  { what: 'a password with an @', text: 'https://jo:hunt@r22@example.com/r', masked: 'https://[secure]@example.com/r' },
  { what: 'the password of ssh://', text: 'ssh://jo:hunter22@example.com/r', masked: 'ssh://[secure]@example.com/r' },
  { what: 'the user of ssh://, which is no secret', text: 'git+ssh://git@example.com/r', masked: 'git+ssh://git@example.com/r' },
  { what: 'the user of host:path, which is no secret', text: 'git@example.com:a/r', masked: 'git@example.com:a/r' },
  {
    what: 'an @ that is of no URL',
    text: '{"cdn":"http://localhost:4300","by":"jo@example.com","see":"https://example.com/@acme"}',
    masked: '{"cdn":"http://localhost:4300","by":"jo@example.com","see":"https://example.com/@acme"}',
  },
  { what: 'a value too short to be told from a word', text: 'abc', masked: 'abc' },
  { what: 'a variable that holds no secret', text: '/usr/bin', masked: '/usr/bin' },
])('$what', ({ text, masked }) => {
  expect(mask(text)).toBe(masked);
});
