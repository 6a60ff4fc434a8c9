/** Steps run commands that work the same without GitHub. */
import type { Report } from '../finding.ts';
import type { Rule, Surroundings } from '../rule.ts';
import type { At } from '../yaml-at.ts';

/** What may stand behind a pipe: it only passes text on. */
const plumbing = new Set(['tee', 'cat']);

/** A job that can't do what was asked of it: one fixed sentence, and the end. */
const refusal = /^echo '::error::[^']+' && exit 1$/;

export const knownCommands: Rule = {
  name: 'known-commands',
  why: 'What a step does must work the same on a laptop: when GitHub is down, releasing by hand is one command.',
  check: ({ jobs }, surroundings) =>
    jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => (run ? lines(run).flatMap((line) => unknown(line, surroundings)) : []))),
};

/** Lines that a backslash joins count as one. */
function lines({ value, line }: At<string>): readonly At<string>[] {
  const joined = value.replaceAll(/\\\n\s*/g, ' ');
  return joined.split('\n').flatMap((text, index) => (text.trim() ? [{ value: text.trim(), line: line + index }] : []));
}

function unknown({ value, line }: At<string>, { scripts }: Surroundings): readonly Report[] {
  const withoutQuoted = value.replaceAll(/'[^']*'|"[^"]*"/g, (quoted) => (quoted.includes('$(') || quoted.includes('`') ? quoted : '_'));
  const [first = '', ...piped] = withoutQuoted.split('|');
  if (refusal.test(value)) return [];
  const isKnown =
    isCommand(first.trim(), scripts) &&
    piped.every((part) => plumbing.has(part.trim().split(/\s/)[0]!)) &&
    !/[;`&]|[$<>]\(/.test(withoutQuoted);
  return isKnown
    ? []
    : [
        {
          line,
          problem: `\`${value}\` is no \`pintag\`, \`nx\` or \`npm\` command.`,
          remedy: 'Make it a command of `pintag` or a script in package.json, with a test.',
        },
      ];
}

function isCommand(text: string, scripts: ReadonlySet<string>): boolean {
  if (/^npx (pintag|nx)( |$)/.test(text) || /^npm (ci|test)( |$)/.test(text)) return true;
  const script = /^npm (?:--prefix \S+ )?run (?:--silent )?(?<script>[\w:-]+)( |$)/.exec(text)?.groups?.['script'];
  return script !== undefined && scripts.has(script);
}
