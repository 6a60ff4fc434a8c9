/** Changes of files, by what is particular about them. Each gives `undefined` where there is nothing for it to change. */
import type { Tree } from './draft.ts';
import { featureFoldersOf, featuresOf, foldersOf, type World } from './world.ts';

type Change = (world: World, tree: Tree, folder: string) => Tree | undefined;

const add =
  (name: (number: number) => string): Change =>
  ({ number }, tree, folder) =>
    new Map(tree).set(`${folder}/src/${name(number())}`, `export const state = ${number()};\n`);

/** `tree` with every path below `from` below `to` instead. */
function moved(tree: Tree, from: string, to: string): Map<string, string> {
  return new Map([...tree].map(([path, content]) => [path.startsWith(`${from}/`) ? to + path.slice(from.length) : path, content]));
}

const filesOf = (tree: Tree, folder: string): string[] =>
  [...tree.keys()].filter((path) => path.startsWith(`${folder}/src/`) && !path.endsWith('element.ts'));

export const changes = {
  'path that is not ASCII': add((number) => `設問-${number}.ts`),
  'the same name in NFC and NFD': ({ number }, tree, folder) =>
    new Map(tree).set(`${folder}/src/\u00fc.ts`, `${number()}\n`).set(`${folder}/src/u\u0308.ts`, `${number()}\n`),
  'emoji in a path': add((number) => `👩‍🏫 ${number}.ts`),
  'quote in a path': add((number) => `say "${number}".ts`),
  'backslash in a path': add((number) => `a\\b ${number}.ts`),
  'tab in a path': add((number) => `a\tb ${number}.ts`),
  'newline in a path': add((number) => `a\nb ${number}.ts`),
  'newline before a path': ({ number }, tree, folder) => new Map(tree).set('README', `${number()}`).set(`\n${folder}/${number()}.ts`, ''),
  'path like a Conventional Commit': add((number) => `feat: ${number}`),
  'file deleted': ({ random }, tree, folder) => {
    const files = filesOf(tree, folder);
    if (!files.length) return undefined;
    const gone = random.pick(files);
    return new Map([...tree].filter(([path]) => path !== gone));
  },
  'rename within a feature': ({ random, number }, tree, folder) => {
    const files = filesOf(tree, folder);
    if (!files.length) return undefined;
    const from = random.pick(files);
    return new Map([...tree].map(([path, content]) => [path === from ? `${folder}/src/renamed-${number()}.ts` : path, content]));
  },
  'rename between features': ({ random, number }, tree) => {
    const folders = featureFoldersOf(tree);
    const files = folders.flatMap((folder) => filesOf(tree, folder));
    if (!files.length || folders.length < 2) return undefined;
    const from = random.pick(files);
    const others = folders.filter((folder) => !from.startsWith(`${folder}/`));
    const to = `${random.pick(others)}/src/from-elsewhere-${number()}.ts`;
    return new Map([...tree].map(([path, content]) => [path === from ? to : path, content]));
  },
  'copy from another feature': ({ random, number }, tree, folder) => {
    const source = featureFoldersOf(tree).find((other) => other !== folder && filesOf(tree, other).length > 0);
    if (!source) return undefined;
    return new Map(tree).set(`${folder}/src/copy-${number()}.ts`, tree.get(random.pick(filesOf(tree, source)))!);
  },
  'library moved between folders': ({ random, number }, tree) => {
    const libraries = foldersOf(tree).filter((folder) => folder.startsWith('libs/shared/'));
    if (!libraries.length) return undefined;
    const from = random.pick(libraries);
    const name = from.slice(from.lastIndexOf('/') + 1);
    const to = from === `libs/shared/${name}` ? `libs/shared/group-${number()}/${name}` : `libs/shared/${name}`;
    return foldersOf(tree).includes(to) ? undefined : moved(tree, from, to);
  },
  'feature moved': ({ random }, tree) => {
    const from = random.pick(featureFoldersOf(tree));
    const to = from.endsWith('-2') ? from.slice(0, -2) : `${from}-2`;
    if (featureFoldersOf(tree).includes(to)) return undefined;
    const renamed = moved(tree, from, to);
    const project = JSON.parse(renamed.get(`${to}/project.json`)!) as object;
    return renamed.set(`${to}/project.json`, JSON.stringify({ ...project, name: to.slice('libs/'.length) }));
  },
  'feature born late': ({ number, family }, tree) => {
    const name = `late-${number()}`;
    const dependencies = family === 'plain' ? [] : ['ui'];
    return new Map(tree)
      .set(`libs/${name}/src/element.ts`, 'export {};\n')
      .set(`libs/${name}/project.json`, JSON.stringify({ name, dependencies, packages: [] }));
  },
  'feature removed': ({ random }, tree) => {
    const folders = featureFoldersOf(tree);
    if (folders.length < 3) return undefined;
    const gone = random.pick(folders.filter((folder) => folder !== 'libs/questionnaire'));
    return new Map([...tree].filter(([path]) => !path.startsWith(`${gone}/`)));
  },
  'second entry in one library': (_, tree) => {
    const library = featureFoldersOf(tree).find((folder) => !featuresOf(tree).includes(`${folder.slice('libs/'.length)}-part`));
    if (library === undefined) return undefined;
    // By turns: the files of one, and of the other.
    const names = [...tree.keys()].flatMap((path) =>
      path.startsWith(`${library}/src/`) ? (/\/src\/([\w-]+)\.ts$/.exec(path)?.[1] ?? []) : [],
    );
    const imports = (turn: number) =>
      names.flatMap((name, index) => (name !== 'element' && index % 2 === turn ? [`import './${name}';\n`] : [])).join('');
    return new Map(tree)
      .set(`${library}/src/element.ts`, `export {};\n${imports(0)}`)
      .set(`${library}/src/part.element.ts`, `export {};\n${imports(1)}`);
  },
  'file of no project': ({ random, number }, tree) =>
    new Map(tree).set(random.pick(['README', 'config/settings.ini', 'libs.txt', 'src/questionnaire/x.ts']), `${number()}\n`),
  'folder whose name begins like another': ({ number }, tree, folder) =>
    new Map(tree).set(`${folder.startsWith('libs/shared/') ? folder : folder.replace('libs/', 'lib/')}-x/a.ts`, `${number()}\n`),
  'several projects at once': ({ number }, tree) => {
    const next = new Map(tree);
    for (const folder of foldersOf(tree)) next.set(`${folder}/src/all.ts`, `${number()}\n`);
    return next;
  },
  'empty commit': (_, tree) => tree,
  '10,000 files': ({ random, number }, tree, folder) => {
    const next = new Map(tree);
    const features = featureFoldersOf(tree);
    const content = `${number()}\n`;
    for (let file = 0; file < 10_000; file += 1)
      next.set(`${file % 10 ? folder : random.pick(features)}/many/${file % 100}/${file}.ts`, content);
    return next;
  },
} as const satisfies Readonly<Record<string, Change>>;

/** Of the rules that are ours alone. */
export const ruleChanges = {
  'shared file': ({ number }, tree) => new Map(tree).set('tsconfig.base.json', `${number()}\n`),
  'ignored files': ({ number }, tree, folder) =>
    new Map(tree).set(`${folder}/src/a.spec.ts`, `${number()}\n`).set(`${folder}/README.md`, `${number()}\n`),
  'ignored and other files': ({ number }, tree, folder) =>
    new Map(tree).set(`${folder}/README.md`, `${number()}\n`).set(`${folder}/src/b.ts`, `${number()}\n`),
  'library alone': ({ random, number }, tree) => {
    const libraries = foldersOf(tree).filter((folder) => folder.startsWith('libs/shared/'));
    return libraries.length ? new Map(tree).set(`${random.pick(libraries)}/src/own.ts`, `${number()}\n`) : undefined;
  },
  'several libraries at once': ({ number }, tree) => {
    const libraries = foldersOf(tree).filter((folder) => folder.startsWith('libs/shared/'));
    if (libraries.length < 2) return undefined;
    const next = new Map(tree);
    for (const folder of libraries) next.set(`${folder}/src/all.ts`, `${number()}\n`);
    return next;
  },
  'lock file': ({ random, number }, tree) => {
    const lock = JSON.parse(tree.get('package-lock.json') ?? '{"packages":{}}') as { packages: Record<string, { version: string }> };
    const place = random.pick(Object.keys(lock.packages));
    const packages = { ...lock.packages, [place]: { ...lock.packages[place]!, version: `1.0.${number()}` } };
    return new Map(tree).set('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));
  },
} as const satisfies Readonly<Record<string, Change>>;
