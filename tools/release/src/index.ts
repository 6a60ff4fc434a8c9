/** History → plan → stage → tag → publish → reconcile → announce. */
export * from './plan/plan.ts';
export * from './git/repository.ts';
export * from './publish/builder.ts';
export * from './log.ts';
export * from './config/schema.ts';
export * from './config/environment.ts';
export * from './config/load-config.ts';
