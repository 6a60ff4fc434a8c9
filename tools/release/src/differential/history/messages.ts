/** Commit messages, by what is particular about them. */
import type { Random } from './random.ts';

export interface Phrase {
  readonly random: Random;
  /** Name of what was changed. */
  readonly scope: string;
  /** Makes the message like no other. */
  readonly number: number;
}

const releasing = ['feat', 'fix', 'perf'] as const;
const others = ['docs', 'chore', 'refactor', 'test', 'style', 'build', 'ci'] as const;

const type = ({ random }: Phrase): string => random.pick(random.chance(0.75) ? releasing : others);
const scoped = (phrase: Phrase): string => (phrase.random.chance(0.7) ? `(${phrase.scope})` : '');
const header = (phrase: Phrase): string => `${type(phrase)}${scoped(phrase)}: step ${phrase.number}`;
const certain = (phrase: Phrase): string => `${phrase.random.pick(releasing)}${scoped(phrase)}: step ${phrase.number}`;

export const ordinary = header;

/** By ingredient. All but the last few ask for a release. */
export const messages = {
  'breaking footer': (phrase) => `${header(phrase)}\n\nWhy.\n\nBREAKING CHANGE: call ${phrase.number} is gone\n\nand so is the next one`,
  'breaking footer with a hyphen': (phrase) => `${header(phrase)}\n\nBREAKING-CHANGE: call ${phrase.number} is gone`,
  'breaking by !': (phrase) => `${type(phrase)}${scoped(phrase)}!: step ${phrase.number}`,
  'squash of a pull request': (phrase) =>
    `${certain(phrase)} (#${phrase.number})\n\n* feat: one\n\n* fix(${phrase.scope}): two\n\n* chore!: three\n\nCo-authored-by: Ed <ed@example.com>`,
  'squash without a type': ({ number, scope }) => `Better ${scope} (#${number})\n\n* feat: one\n* fix: two\n\nBREAKING CHANGE: all of it`,
  'references and mentions': (phrase) =>
    `${certain(phrase)}, closes #${phrase.number} for @dora\n\nFixes acme/other#3, see #${phrase.number + 1}\n\nRefs: GH-4`,
  'CRLF in the message': (phrase) => `${certain(phrase)}\r\n\r\nBody.\r\n\r\nBREAKING CHANGE: call ${phrase.number} is gone\r\n`,
  'the same subject twice': (phrase) => `fix(${phrase.scope}): the same as before`,
  'message that is not ASCII': ({ scope, number }) =>
    `feat(${scope}): 質問 ${number} – “ü” 👩‍🏫 u\u0308 caf\u00e9\n\nBREAKING CHANGE: 設問 <b>&amp; \`x\``,
  'leading blank lines': (phrase) => `\n\n  \n${certain(phrase)}\n\n\n`,
  'no space after the colon': ({ number }) => `feat:step ${number}`,
  'upper-case type': ({ scope, number }) => `FEAT(${scope}): step ${number}`,
  'skip release': (phrase) =>
    phrase.random.chance(0.5) ? `${certain(phrase)} [skip release]` : `${certain(phrase)}\n\nLater: [Release  Skip]`.replace('  ', ' '),
  'not Conventional': ({ number, random }) =>
    random.pick([`Update ${number}`, `WIP`, `feature: ${number}`, `feat ${number}`, `: ${number}`]),
  'empty message': () => '',
} as const satisfies Readonly<Record<string, (phrase: Phrase) => string>>;

/** Of the rules that are ours alone. */
export const ruleMessages = {
  'control characters in the message': (phrase) =>
    `${certain(phrase)} \u001b[31mred\u0007 a\u2028b\u0085c \u202Eevil\u2066\n\nBREAKING CHANGE: one\u2029two\u001b[2J`,
} as const satisfies Readonly<Record<string, (phrase: Phrase) => string>>;
