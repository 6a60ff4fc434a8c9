/** History → plan → stage → tag → publish → reconcile → announce. */
export * from './plan/plan.ts';
export * from './git/repository.ts';
export * from './publish/builder.ts';
export * from './log.ts';
