/** What a course asks of those who sign up, as validators. */
import type { AbstractControl, ValidationErrors, ValidatorFn } from '@angular/forms';

export interface Course {
  readonly id: string;
  readonly title: string;
  /** ISO 8601 days. */
  readonly starts: string;
  readonly ends: string;
  readonly places: number;
  /** In euros, for each participant. */
  readonly fee: number;
  readonly ages: { readonly from: number; readonly to: number };
}

/** Whole years at `on`, an ISO 8601 day. */
export function ageOn(birthday: string, on: string): number {
  const [year, rest] = [Number(birthday.slice(0, 4)), birthday.slice(5)];
  const [atYear, atRest] = [Number(on.slice(0, 4)), on.slice(5)];
  return atYear - year - (atRest < rest ? 1 : 0);
}

export function fitsAges(course: () => Course | undefined): ValidatorFn {
  return ({ value }: AbstractControl<string>): ValidationErrors | null => {
    const chosen = value ? course() : undefined;
    if (!chosen) return null;
    const age = ageOn(value, chosen.starts);
    return age >= chosen.ages.from && age <= chosen.ages.to ? null : { age: { age, ...chosen.ages } };
  };
}

/** Of a group with `email` and `repeated`: typed twice because a confirmation goes there. */
export function isRepeated({ value }: AbstractControl<{ readonly email?: string; readonly repeated?: string }>): ValidationErrors | null {
  return !value.repeated || value.email === value.repeated ? null : { repeated: true };
}

export function sentenceOf(errors: ValidationErrors | null): string {
  if (!errors) return '';
  if (errors['required'] || errors['requiredTrue']) return 'This is needed.';
  if (errors['email']) return 'An address looks like name@example.com.';
  if (errors['repeated']) return 'The two addresses differ.';
  if (errors['minlength']) return `At least ${errors['minlength'].requiredLength} characters.`;
  const age = errors['age'];
  return age ? `This course is for ages ${age.from} to ${age.to}; at its start this one is ${age.age}.` : 'This does not fit.';
}
