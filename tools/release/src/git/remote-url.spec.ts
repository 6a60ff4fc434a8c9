import { expect, test } from 'vitest';
import { absoluteUrl, linkUrl, publicText, publicUrl } from './remote-url.ts';

const cases: readonly (readonly [url: string, absolute: string, link: string, hasPages: boolean])[] = [
  ['/srv/school.git', '/srv/school.git', 'file:///srv/school.git', false],
  ['../school.git', '/home/school.git', 'file:///home/school.git', false],
  ['file:///srv/school.git', 'file:///srv/school.git', 'file:///srv/school.git', false],
  ['https://github.com/acme/school.git', 'https://github.com/acme/school.git', 'https://github.com/acme/school.git', true],
  [
    'https://x-access-token:secret@github.com/acme/school',
    'https://x-access-token:secret@github.com/acme/school',
    'https://github.com/acme/school',
    true,
  ],
  ['git@github.com:acme/school.git', 'git@github.com:acme/school.git', 'git@github.com:acme/school.git', true],
  [
    'ssh://git@example.com:2222/acme/school.git',
    'ssh://git@example.com:2222/acme/school.git',
    'ssh://git@example.com:2222/acme/school.git',
    true,
  ],
  ['host:school', 'host:school', 'host:school', true],
];

test.each(cases)('%s', (url, absolute, link, hasPages) => {
  expect(absoluteUrl(url, '/home/dora')).toBe(absolute);
  expect(linkUrl(absoluteUrl(url, '/home/dora'))).toEqual({ url: link, hasPages });
});

test('no credential is shown', () => {
  expect(publicUrl('https://dora:secret@example.com/school')).toBe('https://example.com/school');
  expect(publicUrl('ssh://git:secret@example.com/school')).toBe('ssh://git@example.com/school');
  expect(publicUrl('https://example.com/school.git?private_token=secret#secret')).toBe('https://example.com/school.git');
  expect(publicUrl('https://dora:secret@example.com:port/school')).toBe('https://example.com:port/school');
});

test.each([
  ["could not read Password for 'http://secret@example.com': no", "could not read Password for 'http://example.com': no"],
  ["Authentication failed for 'https://dora:sec@ret@example.com/a/'", "Authentication failed for 'https://example.com/a/'"],
  ["unable to access 'https://dora:@example.com/a/': no", "unable to access 'https://example.com/a/': no"],
  ["repository 'https://example.com/a.git?private_token=secret/' not found", "repository 'https://example.com/a.git' not found"],
  ['ssh://git:secret@example.com/a and ssh://git@example.com/b', 'ssh://git@example.com/a and ssh://git@example.com/b'],
  ['git@example.com: Permission denied (publickey).', 'git@example.com: Permission denied (publickey).'],
  ['https://example.com/@acme and dora@example.com', 'https://example.com/@acme and dora@example.com'],
])('git says no credential: %s', (said, shown) => {
  expect(publicText(said)).toBe(shown);
});
