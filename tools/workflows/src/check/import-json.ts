/** @actions/* import their JSON without saying so (`with { type: 'json' }`), which Node refuses; this says it for them. */
import { registerHooks } from 'node:module';

/**
 * Runs `load`, a dynamic import of such a package, in the way they need it; what it loaded stays loaded.
 * @example const { validate } = await withJsonImports(() => import('@actions/languageservice/validate'));
 */
export async function withJsonImports<T>(load: () => Promise<T>): Promise<T> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const isTheirs = found.url.includes('/node_modules/@actions/') && found.url.endsWith('.json');
      return isTheirs ? { ...found, importAttributes: { ...found.importAttributes, type: 'json' } } : found;
    },
  });
  try {
    return await load();
  } finally {
    hooks.deregister();
  }
}
