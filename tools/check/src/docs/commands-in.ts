/** The command lines of a page: what stands in its `sh` blocks, and in backticks when it begins with the name of a program. */

export interface CommandLine {
  readonly text: string;
  /** `pintag`, `nx`, `npm`, `git`, `gh`, `aws`, … */
  readonly program: string;
  /** Words before the first option. */
  readonly words: readonly string[];
  /** `--json` */
  readonly options: readonly string[];
}

const programs = ['npm', 'npx', 'pintag', 'git', 'gh', 'aws'];

export function commandsIn(markdown: string): CommandLine[] {
  const blocks = [...markdown.matchAll(/^```sh\n(?<code>.*?)^```/gms)].flatMap(({ groups }) => groups!['code']!.split('\n'));
  const inline = [...markdown.replace(/^```.*?^```/gms, '').matchAll(/`(?<code>[^`]+)`/g)].map(({ groups }) => groups!['code']!);
  return [...blocks, ...inline].flatMap((line) => {
    const text = line.replace(/\s+#.*$/, '').trim();
    const bare = text.replace(/^(?:[A-Z_]+=\S+\s+)+/, '');
    return programs.includes(bare.split(/\s/)[0]!) ? [parse(text, bare)] : [];
  });
}

/** `npm run pintag -- x` and `npx pintag x` are `pintag x`; `npx nx x` is `nx x`. */
function parse(text: string, bare: string): CommandLine {
  const command = bare.replace(/^(?:npm run |npx )pintag(?: --)?(?=\s|$)/, 'pintag').replace(/^npx (?=nx )/, '');
  const [program = '', ...rest] = command.split(/\s+/);
  const first = rest.findIndex((word) => word.startsWith('-'));
  return {
    text,
    program,
    words: first < 0 ? rest : rest.slice(0, first),
    options: [...command.matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([option]) => option),
  };
}
