/** A preview that a pull request's run wrote, and that it may have written as it likes: what of it can be shown. Pure. */
import { entryUrl, PintagError, scriptTag } from '@pintag/cdn';
import { checkFeatureName } from '@pintag/cdn/features';
import type { PullRequestPreview, UploadedPreview } from '@pintag/release';
import { previewSchema, uploadedPreviewSchema } from '@pintag/release/github';
import semver from 'semver';
import * as v from 'valibot';

const integrity = /^sha384-[A-Za-z0-9+/]{64}$/;

/** @returns the preview with script tags made here, of names and addresses that can be nothing else; or why it is none */
export function previewFrom(
  text: string,
  origin: string | undefined,
): { readonly known: PullRequestPreview } | { readonly problem: string } {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), previewSchema), text);
  if (!parsed.success) return { problem: `it is no preview: ${parsed.issues[0].message}` };
  try {
    const { releases, others, ...rest } = parsed.output;
    for (const { feature } of [...releases, ...others]) checkFeatureName(feature);
    return { known: { ...rest, others, releases: releases.map((release) => checked(release, origin)) } };
  } catch (error) {
    if (error instanceof PintagError) return { problem: error.message };
    throw error;
  }
}

/** What `pintag preview --json` wrote for this pull request; `undefined`: it is something else. */
export function uploadedFrom(text: string, pullRequest: number): UploadedPreview | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), uploadedPreviewSchema), text);
  return parsed.success && parsed.output.pr === pullRequest ? parsed.output : undefined;
}

type Release = PullRequestPreview['releases'][number];

function checked(release: Release, origin: string | undefined): Release {
  const { feature, to: version, from, last, script } = release;
  for (const one of [version, from, last?.version]) {
    if (one !== undefined && semver.valid(one) !== one) throw new PintagError('PT_VERSION_FORMAT', { version: one });
  }
  const at = origin ?? localOrigin(script.url);
  const integrities = script.integrity.filter((one) => integrity.test(one));
  if (at === undefined) return { ...release, script: { ...script, tag: '', url: '', integrity: [], unknown: 'no CDN is configured here' } };
  const target = { origin: at, feature, version };
  return { ...release, script: { ...script, integrity: integrities, url: entryUrl(target), tag: scriptTag({ ...target, integrities }) } };
}

function localOrigin(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '127.0.0.1' ? origin : undefined;
}
