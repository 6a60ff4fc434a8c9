export * from './define-feature';
