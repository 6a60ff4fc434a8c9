import { expect, test } from 'vitest';
import { checkSettings, exampleSettings, type InfraSettings } from './settings.ts';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000';

test('the example is whole, and with every field', () => {
  const whole: InfraSettings = {
    ...exampleSettings,
    domainNames: ['cdn.example.com'],
    certificateArn,
    oidcProviderArn: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
    alarmEmail: 'cdn@example.com',
    accountHasTrail: true,
  };
  expect(checkSettings(whole)).toBe(whole);
});

test.each<{ problem: RegExp; wrong: Partial<InfraSettings> }>([
  { problem: /"elements.example.com" cannot be the name of a bucket/, wrong: { bucketName: 'elements.example.com' } },
  { problem: /"Elements" cannot be the name of a bucket/, wrong: { bucketName: 'Elements' } },
  { problem: /"elements" is not of the form owner\/name/, wrong: { repository: 'elements' } },
  { problem: /"a\/b\/c" is not of the form owner\/name/, wrong: { repository: 'a/b/c' } },
  { problem: /"acme\/\*" is not of the form/, wrong: { repository: 'acme/*' } },
  { problem: /no release branch is named/, wrong: { releaseBranches: [] } },
  { problem: /"\*\.x" is a pattern/, wrong: { releaseBranches: ['main', '*.x'] } },
  { problem: /"\?" is a pattern/, wrong: { releaseBranches: ['?'] } },
  {
    problem: /60 release branches do not fit/,
    wrong: { releaseBranches: Array.from({ length: 60 }, (_, index) => `${index}.x`) },
  },
  { problem: /domains and a certificate for them need each other/, wrong: { domainNames: ['cdn.example.com'] } },
  { problem: /domains and a certificate for them need each other/, wrong: { certificateArn } },
  {
    problem: /is no certificate of us-east-1/,
    wrong: { domainNames: ['cdn.example.com'], certificateArn: certificateArn.replace('us-east-1', 'eu-central-1') },
  },
  { problem: /provider for GitHub Actions/, wrong: { oidcProviderArn: 'arn:aws:iam::123456789012:oidc-provider/example.com' } },
  { problem: /"nobody" is no e-mail address/, wrong: { alarmEmail: 'nobody' } },
])('$problem', ({ problem, wrong }) => {
  expect(() => checkSettings({ ...exampleSettings, ...wrong })).toThrow(problem);
});

test('all problems are named at once', () => {
  expect(() => checkSettings({ ...exampleSettings, bucketName: 'X', releaseBranches: [] })).toThrow(
    expect.objectContaining({
      code: 'PT_AWS_SETTINGS',
      facts: { problems: [expect.stringContaining('"X"'), 'no release branch is named'] },
    }),
  );
});
