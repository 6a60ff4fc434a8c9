import { expect, test } from 'vitest';
import type { Diagnosis, Finding } from '../doctor/check.ts';
import { presentDiagnosis } from './present-doctor.ts';

const findings: readonly Finding[] = [
  { name: 'git-remote', durationMs: 3, outcome: 'ok', found: 'https://github.com/acme/school answers, lets tags be pushed, and has main.' },
  { name: 'github-token', durationMs: 0, outcome: 'skipped', why: '`github` is not configured: nobody there is told of a release.' },
  {
    name: 'store-policy',
    durationMs: 140,
    outcome: 'failed',
    found: 'S3 allowed a DELETE on _claims/_doctor/7.',
    remedy: 'Deploy the stack of tools/infra again.',
  },
  { name: 'clock', durationMs: 12, outcome: 'warning', found: 'This clock is 60 s ahead of that of s3.', remedy: 'Set the clock.' },
];
const diagnosis = (checks: readonly Finding[]): Diagnosis => ({ schema: 1, ok: false, checks });

test('a line a check, the remedy below the ones that need one, and how it stands at the end', () => {
  expect(presentDiagnosis(diagnosis(findings), { colour: false })).toMatchInlineSnapshot(`
    "ok       git-remote    https://github.com/acme/school answers, lets tags be pushed, and has main.
    skipped  github-token  \`github\` is not configured: nobody there is told of a release.
    failed   store-policy  S3 allowed a DELETE on _claims/_doctor/7.
                           Deploy the stack of tools/infra again.
    warning  clock         This clock is 60 s ahead of that of s3.
                           Set the clock.

    1 of 4 in order, 1 warning, 1 failed, 1 skipped.
    "
  `);
});

test('colours are left out when they are not wanted', () => {
  const escape = String.fromCharCode(27);
  expect(presentDiagnosis(diagnosis(findings), { colour: false })).not.toContain(escape);
  expect(presentDiagnosis(diagnosis(findings), { colour: true })).toContain(escape);
});

test('what others wrote does not move the cursor', () => {
  const found = `remote: ${String.fromCharCode(27)}[2J`;
  expect(presentDiagnosis(diagnosis([{ name: 'store', durationMs: 1, outcome: 'ok', found }]), { colour: false })).not.toContain(
    `${String.fromCharCode(27)}[2J`,
  );
});
