import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rulesetFile, synthesiseChecked, templateFile } from './commands/synthesise-checked.ts';
import { validateTemplates } from './validate-template.ts';

let folder: string;
const said: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pintag-checks-'));
  synthesiseChecked({ settings: undefined, untrusted: ['next'], folder, say: (line) => said.push(line) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('cdk-nag finds nothing that is not accepted', () => {
  expect(said).toContainEqual(expect.stringMatching(/^.*Pintag\.template\.json: \d+ resources\. cdk-nag found nothing/));
  const report = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8')) as {
    pluginReports: readonly { pluginName: string; conclusion: string }[];
  };
  expect(report.pluginReports).toMatchObject([{ pluginName: 'AwsSolutions', conclusion: 'success' }]);
});

test('who is trusted is said, and what guards those branches lies beside the template', () => {
  expect(said).toEqual(
    expect.arrayContaining([expect.stringContaining('plan, stage: jobs on main.'), expect.stringContaining('nothing: jobs on next.')]),
  );
  const ruleset = JSON.parse(readFileSync(join(folder, rulesetFile), 'utf8')) as object;
  expect(ruleset).toMatchObject({ conditions: { ref_name: { include: ['refs/heads/main'] } } });
});

test('cdk-nag would find a bucket that anybody may read without TLS', () => {
  const app = new App({ outdir: join(folder, 'planted') });
  new Bucket(new Stack(app, 'Planted'), 'Open');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow('AwsSolutions-S10');
});

test('AWS’s own schemas and rules find nothing, and find what is planted', { timeout: 120_000 }, () => {
  const path = join(folder, templateFile);
  const planted = join(folder, 'planted.template.json');
  writeFileSync(
    planted,
    readFileSync(path, 'utf8').replace('"cloudfront-js-2.0"', '"cloudfront-js-9.0"').replace('"Ref": "Bucket', '"Ref": "NoBucket'),
  );
  const [ours, theirs] = validateTemplates([path, planted]);
  expect(ours).toEqual([]);
  expect(theirs!.map(({ severity, ruleId }) => [severity, ruleId])).toEqual([
    ['FATAL', 'F1020'],
    ['WARN', 'W3030'],
  ]);
});
