/** What GitHub's own language service says: keys, types, expressions, inputs of actions and of called workflows. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { KnownAction } from './actions.ts';
import type { Finding } from './finding.ts';
import { withJsonImports } from './import-json.ts';
import type { Workflow } from './workflow.ts';

export async function askLanguageService(
  workflows: readonly Workflow[],
  { files, actions }: { readonly files: ReadonlyMap<string, Workflow>; readonly actions: ReadonlyMap<string, KnownAction> },
): Promise<readonly Finding[]> {
  const { validate } = await withJsonImports(() => import('@actions/languageservice/validate'));
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
    workflows.map(async ({ file, source }) => {
      const diagnostics = await validate(TextDocument.create(`file:///${file}`, 'yaml', 0, source), config);
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

const described = <T extends object>(named: Readonly<Record<string, T>>): Record<string, T & { description: string }> =>
  Object.fromEntries(Object.entries(named).map(([name, about]) => [name, { ...about, description: '' }]));

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);
