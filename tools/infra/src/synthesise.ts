/** The stack as a CloudFormation template. */
import type { InfraSettings } from './settings.ts';
import type { Template } from './template.ts';

/** Offline, in seconds; a spec shares one template. */
export function synthesise(settings: InfraSettings): Template {
  throw new Error(`Not built yet: ${settings.bucketName}`);
}
