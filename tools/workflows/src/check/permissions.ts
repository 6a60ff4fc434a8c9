/** What a job's GITHUB_TOKEN may do, as `permissions` says it. */
import type { YamlAt } from './yaml-at.ts';

export type Level = 'none' | 'read' | 'write';

export interface Permissions {
  readonly line: number;
  /** The shorthand for everything, which a workflow here does not use. */
  readonly all?: 'read' | 'write';
  /** What is not named is none. */
  readonly scopes: ReadonlyMap<string, { readonly level: Level; readonly line: number }>;
}

const ranks: Readonly<Record<Level, number>> = { none: 0, read: 1, write: 2 };

export function readPermissions(at: YamlAt | undefined): Permissions | undefined {
  if (!at) return undefined;
  const shorthand = at.text()?.value;
  if (shorthand !== undefined) {
    return {
      line: at.line,
      scopes: new Map(),
      ...(/^(read|write)-all$/.test(shorthand) && { all: shorthand.startsWith('read') ? 'read' : 'write' }),
    };
  }
  const scopes = at.entries().flatMap(([name, value]) => {
    const level = value.text()?.value;
    return level === 'none' || level === 'read' || level === 'write' ? [[name.value, { level, line: name.line }] as const] : [];
  });
  return { line: at.line, scopes: new Map(scopes) };
}

/** Without any `permissions`, the repository's setting decides, so the most that it can be is taken. */
export const levelOf = (permissions: Permissions | undefined, scope: string): Level =>
  permissions === undefined ? 'write' : (permissions.all ?? permissions.scopes.get(scope)?.level ?? 'none');

export const exceeds = (asked: Level, granted: Level): boolean => ranks[asked] > ranks[granted];
