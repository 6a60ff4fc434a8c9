/** Mistakes a user can make, by code and area. Each code has a page docs/errors/<code>.md; errors.spec.ts checks that it exists. */
import { aws } from './mistakes/aws.ts';
import { building } from './mistakes/building.ts';
import { channels } from './mistakes/channels.ts';
import { github } from './mistakes/github.ts';
import { machine } from './mistakes/machine.ts';
import { naming } from './mistakes/naming.ts';
import { releasing } from './mistakes/releasing.ts';
import { repository } from './mistakes/repository.ts';
import { rollback } from './mistakes/rollback.ts';
import { runtime } from './mistakes/runtime.ts';
import { serving } from './mistakes/serving.ts';

export const mistakes = {
  ...naming,
  ...building,
  ...runtime,
  ...repository,
  ...releasing,
  ...serving,
  ...channels,
  ...rollback,
  ...github,
  ...machine,
  ...aws,
} as const;

export type MistakeCode = keyof typeof mistakes;
type Facts<C extends MistakeCode> = Parameters<(typeof mistakes)[C]>[0];

/** A failure that the user can mend. Anything else that is thrown is a bug and keeps its stack. */
export class PintagError<C extends MistakeCode = MistakeCode> extends Error {
  override readonly name = 'PintagError';
  readonly code: C;
  readonly facts: Facts<C>;
  readonly remedy: string;

  constructor(code: C, facts: Facts<C>, options?: ErrorOptions) {
    // One cast: TypeScript cannot see that the function and the facts belong to the same code.
    const { sentence, remedy } = (mistakes[code] as (facts: Facts<C>) => { sentence: string; remedy: string })(facts);
    super(sentence, options);
    this.code = code;
    this.facts = facts;
    this.remedy = remedy;
  }

  /** Path of the page about this code, relative to the repository root. */
  get page(): string {
    return `docs/errors/${this.code}.md`;
  }
}
