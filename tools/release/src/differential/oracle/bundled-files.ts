/** The stated rule on folders with several entry files, by one question of git for each file; a generated file imports nothing but by `import './x';`. */
import type { Facts, OracleFeature } from './read-facts.ts';

const isEntry = (file: string): boolean => /\/src\/([^/]+\.)?element\.ts$/.test(file);

/** @param inside what the commit changed in the feature's folder @returns which of these count for it */
export async function bundledFiles(
  facts: Facts,
  { root, entry }: OracleFeature,
  { commit, inside }: { readonly commit: string; readonly inside: readonly string[] },
): Promise<readonly string[]> {
  const beside = facts.features.filter((other) => other.root === root);
  const isShared = beside.length > 1 || inside.some((file) => isEntry(file) && !beside.some((one) => one.entry === file));
  if (!isShared) return inside;

  const held = new Set([...(await closureAt(facts, commit, entry)), ...(await closureAt(facts, `${commit}^1`, entry))]);
  const anybody = new Set<string>();
  for (const other of beside)
    for (const side of [commit, `${commit}^1`]) for (const file of await closureAt(facts, side, other.entry)) anybody.add(file);
  return inside.filter((file) => held.has(file) || (held.size > 0 && !anybody.has(file) && !file.startsWith(`${root}/src/`)));
}

async function closureAt({ ask }: Facts, commit: string, entry: string): Promise<readonly string[]> {
  const found: string[] = [];
  const wanted = [entry];
  for (const file of wanted) {
    const text = await ask('cat-file', '-p', `${commit}:${file}`).catch(() => undefined);
    if (text === undefined) continue;
    found.push(file);
    for (const [, name] of text.matchAll(/^import '\.\/(.*)';$/gm)) {
      const imported = `${file.slice(0, file.lastIndexOf('/'))}/${name}.ts`;
      if (!wanted.includes(imported)) wanted.push(imported);
    }
  }
  return found;
}
