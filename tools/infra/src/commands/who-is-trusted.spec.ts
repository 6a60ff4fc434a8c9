import { expect, test } from 'vitest';
import { exampleSettings } from '../settings.ts';
import { whoIsTrusted } from './who-is-trusted.ts';

test('everybody who could take a role is named, and every release branch that could not', () => {
  const lines = whoIsTrusted({ ...exampleSettings, releaseBranches: ['main', '1.x'] }, ['next', 'beta']);
  expect(lines.join('\n')).toMatch(
    /acme\/elements[^]*plan, stage: jobs on main, 1\.x\.[^]*release: [^\n]* cdn-production[^]*channels: [^\n]* cdn-channels[^]*preview: jobs of pull requests[^]*nothing: jobs on next, beta\./,
  );
});

test('where every release branch is trusted, none is said not to be', () => {
  expect(whoIsTrusted(exampleSettings, []).join('\n')).not.toContain('nothing');
});
