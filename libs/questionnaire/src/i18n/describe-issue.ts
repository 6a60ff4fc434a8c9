/** What to tell a person about a broken rule. */
import type { Issue } from '../answers/check-answer';
import type { Days } from './days';
import type { Messages } from './messages';

export function describeIssue(issue: Issue, messages: Messages, { day }: Pick<Days, 'day'>): string {
  switch (issue.rule) {
    case 'required':
      return messages.required[issue.type];
    case 'too-few':
      return messages.tooFew(issue.min);
    case 'too-many':
      return messages.tooMany(issue.max);
    case 'too-short':
      return messages.tooShort(issue.min, issue.missing);
    case 'too-long':
      return messages.tooLong(issue.max, issue.over);
    case 'no-date':
      return messages.noDate;
    case 'too-early':
      return messages.tooEarly(day(issue.earliest));
    case 'too-late':
      return messages.tooLate(day(issue.latest));
  }
}
