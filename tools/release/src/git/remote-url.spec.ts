import { expect, test } from 'vitest';
import { absoluteUrl, linkUrl, publicUrl } from './remote-url.ts';

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
});
