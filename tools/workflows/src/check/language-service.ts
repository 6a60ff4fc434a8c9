/** What GitHub's own language service says: keys, types, expressions, inputs of actions and of called workflows. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from './finding.ts';
import { withJsonImports } from './import-json.ts';
import type { Surroundings } from './rule.ts';

export async function askLanguageService({ files, actions }: Pick<Surroundings, 'files' | 'actions'>): Promise<readonly Finding[]> {
  const { validate, clearCacheEntry, registerLogger } = await withJsonImports(load);
  // It only logs what goes wrong in itself, and then finds nothing.
  const fail = (message: string): never => {
    throw new Error(`GitHub's language service failed: ${message}`);
  };
  registerLogger({ error: fail, warn: () => {}, info: () => {}, log: () => {} });
  const config = {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name, path }: { owner: string; name: string; path?: string }) => {
        const id = [owner, name, path].filter(Boolean).join('/');
        const known = actions.get(id);
        return (
          known && {
            name: id,
            description: '',
            inputs: described(known.inputs),
            outputs: described(Object.fromEntries(known.outputs.map((output) => [output, {}]))),
          }
        );
      },
    },
    fileProvider: {
      getFileContent: async (reference: { path?: string }) => {
        const path = (reference.path ?? '').replace(/^\.\//, '');
        const file = files.get(path);
        if (!file) throw new Error(`There is no ${path}.`);
        return { name: path, content: file.source };
      },
    },
  } as Parameters<typeof validate>[1];
  const said = await Promise.all(
    [...files.values()].map(async ({ file, source }) => {
      const uri = `file:///${file}`;
      // It keeps what it has read by name, whatever the file says now.
      clearCacheEntry(uri);
      const diagnostics = await validate(TextDocument.create(uri, 'yaml', 0, source), config);
      return diagnostics.map(({ message, range }): Finding => ({
        file,
        line: range.start.line + 1,
        rule: 'github',
        problem: sentence(typeof message === 'string' ? message : message.value),
        remedy: "See GitHub's workflow syntax.",
      }));
    }),
  );
  return said.flat();
}

const load = async () => ({
  ...(await import('@actions/languageservice/validate')),
  ...(await import('@actions/languageservice/utils/workflow-cache')),
  ...(await import('@actions/languageservice/log')),
});

const described = <T extends object>(named: Readonly<Record<string, T>>): Record<string, T & { description: string }> =>
  Object.fromEntries(Object.entries(named).map(([name, about]) => [name, { ...about, description: '' }]));

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);
