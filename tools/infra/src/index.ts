/** The AWS stack, and what its policies come to. */
export * from './settings.ts';
export * from './template.ts';
export * from './synthesise.ts';
export * from './permissions/policy-document.ts';
export * from './permissions/deployed-policies.ts';
