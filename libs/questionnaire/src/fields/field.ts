/** One question as its field component sees it. */
import type { AnswerOf, QuestionOf, QuestionType } from '../survey';

export interface FieldOf<T extends QuestionType> {
  readonly question: QuestionOf<T>;
  readonly answer: AnswerOf<T> | undefined;
  /** Prefix for ids, unique in the shadow root. */
  readonly key: string;
  /** What is wrong, in words; `undefined` while nothing is to be said. */
  readonly error: string | undefined;
}

/** What `Notes` shows of a field of any type. */
export interface NotedField {
  readonly question: { readonly hint?: string };
  readonly key: string;
  readonly error: string | undefined;
}

/** For `aria-describedby`: the ids of what `Notes` shows, or `null`. */
export function describedBy({ question, key, error }: NotedField, rule: string): string | null {
  const ids = [question.hint ? `${key}-hint` : '', rule ? `${key}-rule` : '', error === undefined ? '' : `${key}-error`];
  return ids.filter(Boolean).join(' ') || null;
}
