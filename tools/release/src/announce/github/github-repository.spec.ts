import { expect, test } from 'vitest';
import { githubRepository } from './github-repository.ts';

const github = { owner: 'acme', name: 'school', apiUrl: 'https://api.github.com' };

test.each([
  { remote: 'https://github.com/acme/school.git', is: github },
  { remote: 'https://x-access-token:ghs_secret@github.com/acme/school', is: github },
  { remote: 'git@github.com:acme/school.git', is: github },
  { remote: 'ssh://git@github.com/acme/school.git', is: github },
  { remote: 'ssh://git@ssh.github.com:443/acme/school.git', is: github },
  { remote: 'git+https://github.com/acme/school.git', is: github },
  { remote: 'https://GitHub.com/acme/school/', is: github },
  { remote: 'https://gitlab.com/acme/school.git', is: undefined },
  { remote: 'https://github.com.evil.example/acme/school.git', is: undefined },
  { remote: 'https://gitlab.com/github.com/school.git', is: undefined },
  { remote: '/srv/git/acme/school.git', is: undefined },
  { remote: '../remote.git', is: undefined },
  { remote: 'file:///srv/github.com/acme/school.git', is: undefined },
])('$remote', ({ remote, is }) => {
  expect(githubRepository({ settings: {}, remote, env: {} })).toEqual(is);
});

test.each([
  { settings: { repository: 'acme/site' }, env: {}, is: { owner: 'acme', name: 'site', apiUrl: 'https://api.github.com' } },
  {
    settings: { apiUrl: 'https://git.example.com/api/v3/' },
    env: {},
    is: { owner: 'acme', name: 'school', apiUrl: 'https://git.example.com/api/v3' },
  },
  {
    settings: {},
    env: { GITHUB_SERVER_URL: 'https://git.example.com', GITHUB_API_URL: 'https://git.example.com/api/v3' },
    is: { owner: 'acme', name: 'school', apiUrl: 'https://git.example.com/api/v3' },
  },
  { settings: {}, env: {}, is: undefined },
])('a server of its own, by $settings and $env', ({ settings, env, is }) => {
  expect(githubRepository({ settings, remote: 'https://git.example.com/acme/school.git', env })).toEqual(is);
});
