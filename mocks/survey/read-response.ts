/** Reads the body of a submission: `unknown` in, answers or nothing out. */
import type { Answer } from './types.ts';

/** The answers, or `undefined` when the body is not a survey response. */
export async function readAnswers(request: Request): Promise<readonly Answer[] | undefined> {
  const body: unknown = await request.json().catch(() => undefined);
  if (!isRecord(body) || !Array.isArray(body['answers'])) return undefined;
  const answers: readonly unknown[] = body['answers'];
  return answers.every(isAnswer) ? answers : undefined;
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
      return typeof value['rating'] === 'number';
    case 'date':
      return typeof value['date'] === 'string';
    default:
      return false;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
