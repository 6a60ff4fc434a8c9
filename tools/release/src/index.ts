/** History → plan → stage → tag → publish → reconcile → announce. */
export * from './plan/plan.ts';
export * from './git/repository.ts';
export * from './publish/builder.ts';
export * from './log.ts';
export * from './config/schema.ts';
export * from './config/environment.ts';
export * from './config/load-config.ts';
export * from './release-tools.ts';
export * from './feature-result.ts';
export * from './release.ts';
export * from './reconcile/reconcile.ts';
export * from './announce/announcer.ts';
export * from './publish/link.ts';
export * from './publish/nx-builder.ts';
