import { parseConfig } from '@pintag/release/config';
import { expect, test } from 'vitest';
import { checkSettings } from '../settings.ts';
import { settingsOfConfig } from './settings-of-config.ts';

const github = { repository: 'acme/elements' };
const settingsOf = (written: object, env: Record<string, string> = {}) => settingsOfConfig(parseConfig(written, env), env);

test('a bucket and a repository are enough', () => {
  const { settings, untrusted } = settingsOf({ aws: { bucket: 'acme-elements' }, github });
  expect(settings).toEqual({
    bucketName: 'acme-elements',
    repository: 'acme/elements',
    releaseBranches: ['main'],
  });
  expect(checkSettings(settings!)).toBe(settings);
  expect(untrusted).toEqual(['+([0-9])?(.{+([0-9]),x}).x', 'next', 'beta']);
});

test('every field has its place', () => {
  const aws = {
    bucket: 'acme-elements',
    repositoryIds: { owner: 1, repository: 2 },
    releaseBranches: ['main', '1.x'],
    domainNames: ['cdn.example.com'],
    certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/0a',
    oidcProvider: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
    alarmEmail: 'cdn@example.com',
    accountHasTrail: true,
  };
  const { settings, untrusted } = settingsOf({ aws, github });
  expect(settings).toEqual({
    bucketName: 'acme-elements',
    repository: 'acme/elements',
    repositoryIds: { owner: 1, repository: 2 },
    releaseBranches: ['main', '1.x'],
    domainNames: ['cdn.example.com'],
    certificateArn: aws.certificate,
    oidcProviderArn: aws.oidcProvider,
    alarmEmail: 'cdn@example.com',
    accountHasTrail: true,
  });
  expect(checkSettings(settings!)).toBe(settings);
  expect(untrusted).toEqual(['+([0-9])?(.{+([0-9]),x}).x', 'next', 'beta']);
});

test('a branch that is released from is trusted only when it is named for that', () => {
  const branches = ['main', 'next', '1.x'];
  expect(settingsOf({ branches, aws: { bucket: 'acme-elements' }, github })).toMatchObject({
    settings: { releaseBranches: ['main'] },
    untrusted: ['next', '1.x'],
  });
  expect(settingsOf({ branches, aws: { bucket: 'acme-elements', releaseBranches: ['main', '1.x'] }, github })).toMatchObject({
    settings: { releaseBranches: ['main', '1.x'] },
    untrusted: ['next'],
  });
});

test('the environments cannot be chosen, because the workflows name them', () => {
  const aws = { bucket: 'acme-elements', environments: { release: 'production', channels: 'cdn-channels' } };
  expect(() => settingsOf({ aws, github })).toThrow('environments');
});

test('on GitHub the repository is the one that the job is of', () => {
  expect(settingsOf({ aws: { bucket: 'acme-elements' } }, { GITHUB_REPOSITORY: 'acme/other' }).settings?.repository).toBe('acme/other');
  expect(() => settingsOf({ aws: { bucket: 'acme-elements' } })).toThrow('github.repository');
});

test('without aws there is nothing to deploy', () => {
  expect(settingsOf({}).settings).toBeUndefined();
});
