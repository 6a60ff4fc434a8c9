/** What a change of the lock file means for someone who needs some packages: which of them, or of theirs, resolves to another version. */
import type { Facts } from './read-facts.ts';

interface Lock {
  readonly packages?: Readonly<Record<string, { readonly version?: string; readonly dependencies?: Readonly<Record<string, string>> }>>;
}

/** @returns names from one of `wanted` to the first package that changed; nested installations are not made here */
export async function lockChange(facts: Facts, commit: string, wanted: readonly string[]): Promise<readonly string[] | undefined> {
  if (!wanted.length) return undefined;
  const now = await lockAt(facts, commit);
  const before = await lockAt(facts, `${commit}^`);
  const ways: (readonly string[])[] = wanted.map((name) => [name]);
  const seen = new Set(wanted);
  for (const way of ways) {
    const place = `node_modules/${way.at(-1)!}`;
    const [present, past] = [now.packages?.[place], before.packages?.[place]];
    if (present?.version !== past?.version) return way;
    for (const name of Object.keys({ ...present?.dependencies, ...past?.dependencies })) {
      if (seen.has(name)) continue;
      seen.add(name);
      ways.push([...way, name]);
    }
  }
  return undefined;
}

async function lockAt(facts: Facts, commit: string): Promise<Lock> {
  const text = await facts.ask('cat-file', '-p', `${commit}:package-lock.json`).catch(() => '{}');
  return JSON.parse(text) as Lock;
}
