import { expect, test } from 'vitest';
import { gitEnvironment, runEmail, runOfEmail, scratchEnvironment, withConfig } from './environment.ts';

test('a scratch clone sees no CI variable, no credential and no git configuration of the user', () => {
  const env = scratchEnvironment(
    { PATH: '/bin', HOME: '/home/dora', CI: 'true', GITHUB_TOKEN: 't', GITHUB_EVENT_NAME: 'pull_request', GIT_DIR: '/x', MY_PASSWORD: 'p' },
    'r1',
  );

  expect(Object.keys(env).filter((name) => !name.startsWith('GIT_'))).toEqual(['PATH', 'HOME', 'LC_ALL']);
  expect(env).toMatchObject({ GIT_CONFIG_NOSYSTEM: '1', GIT_COMMITTER_EMAIL: runEmail('r1') });
  expect(env).not.toHaveProperty('GIT_DIR');
});

test('a run is read back from the committer of its note, and from no other', () => {
  expect(runOfEmail(`<${runEmail('0c6f-1')}>`)).toBe('0c6f-1');
  expect(runOfEmail('<semantic-release-bot@martynus.net>')).toBeUndefined();
  expect(runOfEmail('')).toBeUndefined();
});

test('inside a git hook our calls still go to the repository that they name', () => {
  expect(gitEnvironment({ GIT_DIR: '.git', GIT_INDEX_FILE: 'index', SSH_AUTH_SOCK: '/s' })).toEqual({
    SSH_AUTH_SOCK: '/s',
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
  });
});

test('settings are added behind those that the environment has already', () => {
  expect(withConfig({ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'a', GIT_CONFIG_VALUE_0: '1' }, [['b.c', '2']])).toEqual({
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'a',
    GIT_CONFIG_VALUE_0: '1',
    GIT_CONFIG_KEY_1: 'b.c',
    GIT_CONFIG_VALUE_1: '2',
  });
});
