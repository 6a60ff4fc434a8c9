/** Messages, dates and times in the language of one element. */
import { Injectable, computed } from '@angular/core';
import { injectLanguage } from '@shared/elements';
import type { Issue } from '../answers/check-answer';
import type { Objection } from '../answers/answer-sheet';
import type { QuestionOf } from '../survey';
import { describeIssue } from './describe-issue';
import { en } from './en';
import { ja } from './ja';
import { createDays } from './days';

export const translations = { en, ja } as const;

@Injectable()
export class Texts {
  private readonly spoken = injectLanguage();
  readonly language = this.spoken.language;
  readonly locale = this.spoken.locale;
  readonly messages = computed(() => translations[this.language()]);
  private readonly days = computed(() => createDays(this.locale()));

  objection(objection: Objection): string {
    return objection.by === 'api' ? objection.message : this.issue(objection.issue);
  }

  /** An ISO time, as this person's clock shows it. */
  time(iso: string): string {
    return this.days().time(iso);
  }

  /** Which days a date question takes; empty when any. */
  dayRule({ earliest, latest }: QuestionOf<'date'>): string {
    const { day } = this.days();
    const { dayBetween, dayFrom, dayUntil } = this.messages();
    if (earliest !== undefined && latest !== undefined) return dayBetween(day(earliest), day(latest));
    if (earliest !== undefined) return dayFrom(day(earliest));
    return latest === undefined ? '' : dayUntil(day(latest));
  }

  private issue(issue: Issue): string {
    return describeIssue(issue, this.messages(), this.days());
  }
}
