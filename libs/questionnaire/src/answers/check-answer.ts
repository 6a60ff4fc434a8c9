/** Whether an answer keeps the rules of its question. The API checks the same again; this is so that nobody waits to hear it. */
import type { Answer, Question } from '../survey';

/** The first rule that an answer breaks, with what a message needs. */
export type Issue =
  | { readonly rule: 'required'; readonly type: Question['type'] }
  | { readonly rule: 'too-few'; readonly min: number }
  | { readonly rule: 'too-many'; readonly max: number }
  | { readonly rule: 'too-short'; readonly min: number; readonly missing: number }
  | { readonly rule: 'too-long'; readonly max: number; readonly over: number }
  | { readonly rule: 'no-date' }
  | { readonly rule: 'too-early'; readonly earliest: string }
  | { readonly rule: 'too-late'; readonly latest: string };

/** A rule about size holds only for what was answered: an optional question may be left out whatever its minimum. */
export function checkAnswer(question: Question, answer: Answer | undefined): Issue | undefined {
  if (!isAnswered(answer)) return question.required ? { rule: 'required', type: question.type } : undefined;
  if (question.type === 'multiple' && answer.type === 'multiple') return checkChoice(question, answer.optionIds.length);
  if (question.type === 'text' && answer.type === 'text') return checkLength(question, textLength(answer.text));
  if (question.type === 'date' && answer.type === 'date') return checkDate(question, answer.date);
  return undefined;
}

export function isAnswered(answer: Answer | undefined): answer is Answer {
  switch (answer?.type) {
    case undefined:
      return false;
    case 'multiple':
      return answer.optionIds.length > 0;
    case 'text':
      return textLength(answer.text) > 0;
    case 'date':
      return answer.date !== '';
    default:
      return true;
  }
}

/** Characters as people count them: code points, without the space around. */
export const textLength = (text: string): number => [...text.trim()].length;

/** `2027-02-29` is none. */
export function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function checkChoice({ min = 0, max = Infinity }: { min?: number; max?: number }, chosen: number): Issue | undefined {
  if (chosen < min) return { rule: 'too-few', min };
  return chosen > max ? { rule: 'too-many', max } : undefined;
}

function checkLength(
  { minLength = 0, maxLength = Infinity }: { minLength?: number; maxLength?: number },
  length: number,
): Issue | undefined {
  if (length < minLength) return { rule: 'too-short', min: minLength, missing: minLength - length };
  return length > maxLength ? { rule: 'too-long', max: maxLength, over: length - maxLength } : undefined;
}

/** ISO days sort as text. */
function checkDate({ earliest, latest }: { earliest?: string; latest?: string }, date: string): Issue | undefined {
  if (!isDay(date)) return { rule: 'no-date' };
  if (earliest !== undefined && date < earliest) return { rule: 'too-early', earliest };
  return latest !== undefined && date > latest ? { rule: 'too-late', latest } : undefined;
}
