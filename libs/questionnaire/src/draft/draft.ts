/** What is kept of an unfinished survey, and how it is read back from a storage that anybody may have written to. */
import type { Answer } from '../survey';

export interface Draft {
  readonly answers: readonly Answer[];
  readonly section: number;
}

/** Rises when an older page could misread a draft; drafts of other formats are ignored. */
const format = 1;

export const writeDraft = ({ answers, section }: Draft): string => JSON.stringify({ format, section, answers });

/** `undefined` for anything that is not a draft of this format; entries that are no answers are left out. */
export function readDraft(text: string | null): Draft | undefined {
  const draft = parse(text);
  if (!isRecord(draft) || draft['format'] !== format || !Array.isArray(draft['answers'])) return undefined;
  const section = draft['section'];
  const answers: readonly unknown[] = draft['answers'];
  return { answers: answers.filter(isAnswer), section: Number.isSafeInteger(section) ? (section as number) : 0 };
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

function isAnswer(value: unknown): value is Answer {
  if (!isRecord(value) || typeof value['questionId'] !== 'string') return false;
  switch (value['type']) {
    case 'single':
      return typeof value['optionId'] === 'string';
    case 'multiple':
      return Array.isArray(value['optionIds']) && value['optionIds'].every((id) => typeof id === 'string');
    case 'text':
      return typeof value['text'] === 'string';
    case 'rating':
      return Number.isInteger(value['rating']);
    case 'date':
      return typeof value['date'] === 'string';
    default:
      return false;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
