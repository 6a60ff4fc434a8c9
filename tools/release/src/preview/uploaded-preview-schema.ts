/** What of a pull request can be tried, as a schema: the types and docs/uploaded-preview.schema.json follow from it, and who posts it checks it by this. */
import * as v from 'valibot';
import { described } from '../plan/plan-schema.ts';

const text = v.string();
const featureName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is no name of a feature'));
const tagName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, 'is no tag of a custom element'));
const integrity = v.pipe(v.string(), v.regex(/^sha384-[A-Za-z0-9+/]{64}$/, 'is no sha384 integrity'));

const uploadedFeatureSchema = v.object({
  feature: described(featureName, "The feature's name."),
  element: described(tagName, 'Custom element tag: pt-questionnaire.'),
  status: described(
    v.picklist(['uploaded', 'already-there', 'failed']),
    'already-there: an earlier run for the same commit uploaded it, and that is what stands. failed: see `reason`; nothing of it can be loaded.',
  ),
  url: v.optional(described(text, 'What a page loads. This, `integrity` and `tag` are absent when it failed.')),
  integrity: v.optional(described(integrity, 'Of main.js as it stands.')),
  tag: v.optional(
    described(
      text,
      'The script tag to try it with. Who shows what somebody else hands over makes it anew, of the CDN, `pr`, `sha`, `feature` and `integrity`.',
    ),
  ),
  reason: v.optional(described(text, 'Why it failed. May hold the output of a build: escape it where you show it.')),
  code: v.optional(described(text, 'PT_…')),
  remedy: v.optional(described(text, 'What to do.')),
  page: v.optional(described(text, 'Where that is explained.')),
  stack: v.optional(described(text, "Of a failure that is nobody's mistake.")),
});

export const uploadedPreviewSchema = v.pipe(
  v.object({
    schema: described(v.literal(1), 'A reader refuses another number than it knows. Within one number, fields are only ever added.'),
    pr: described(v.pipe(v.number(), v.safeInteger(), v.minValue(1)), 'Number of the pull request.'),
    sha: described(v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}$/, 'is no hash of a commit')), 'The commit that the path is called after.'),
    path: described(text, "Path below the CDN's origin that everything lies under: /elements/_preview/pr-7/0a1b2c…/."),
    features: described(v.array(uploadedFeatureSchema), 'What merging would release because of this pull request; sorted.'),
  }),
  v.title('Uploaded preview'),
  v.description('What of a pull request can be tried: printed by `pintag preview --json`.'),
);

export type UploadedPreview = v.InferOutput<typeof uploadedPreviewSchema>;
export type UploadedFeature = UploadedPreview['features'][number];
