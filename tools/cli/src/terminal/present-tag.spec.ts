import { expect, test } from 'vitest';
import { policies } from '../../../runtime/src/engines/policies.ts';
import { presentPolicy, tellAboutPolicy } from './present-tag.ts';

test('a directive that needs nothing is not printed', () => {
  const policy = {
    'script-src': ['https://cdn.example.com/a/', "'sha256-x'"],
    'connect-src': ["'self'"],
    'style-src': [],
    'trusted-types': ['pintag'],
  };
  expect(presentPolicy(policy)).toBe("script-src https://cdn.example.com/a/ 'sha256-x'\nconnect-src 'self'\ntrusted-types pintag\n");
});

test('what is said about engines is what they were seen to do', () => {
  const unchecked = policies.filter(({ known }) => known).map(({ name, known }) => [name, Object.keys(known!)]);
  expect(unchecked).toEqual([['a list of hosts alone', ['chromium', 'webkit']]]);
  expect(tellAboutPolicy([{ feature: 'calendar', version: '1.0.0', element: 'pt-calendar', tag: '', covers: [] }])).toContain(
    'hosts and no hashes                   main.js is checked, and in Firefox everything else; Chromium and WebKit run the rest unchecked',
  );
});
