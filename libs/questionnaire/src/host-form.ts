/** The survey as a control of the page's own form: its answers go with that form, under the element's name. */
import { type Signal, computed } from '@angular/core';
import { type FormProblem, injectFormControl } from '@shared/elements';
import { finishedAnswers } from './answers/fit-answers';
import type { Issue } from './answers/check-answer';
import type { Texts } from './i18n/texts';
import type { QuestionnaireStore } from './questionnaire-store';

export interface HostForm {
  /** Nothing can be answered now. */
  readonly disabled: Signal<boolean>;
  /** The page's form sends the answers, so the survey has no button for it. */
  readonly sends: Signal<boolean>;
}

export interface HostFormOptions {
  readonly store: QuestionnaireStore;
  readonly texts: Texts;
  /** Something to focus for a question that may be in another section. */
  readonly find: (questionId: string) => HTMLElement | null | undefined;
}

/** What the browser calls a broken rule. */
const flags: Readonly<Record<Issue['rule'], FormProblem['flag']>> = {
  required: 'valueMissing',
  'too-few': 'rangeUnderflow',
  'too-many': 'rangeOverflow',
  'too-short': 'tooShort',
  'too-long': 'tooLong',
  'no-date': 'badInput',
  'too-early': 'rangeUnderflow',
  'too-late': 'rangeOverflow',
};

/**
 * Submits what the API would get: `{"surveyId":"42","answers":[…]}`. A survey that cannot be answered (on its way, unavailable,
 * answered before, sent by itself) submits nothing and holds nothing back; neither does one without a name.
 */
export function injectHostForm({ store, texts, find }: HostFormOptions): HostForm {
  const open = computed(() => store.stage().name === 'answering');
  const control = injectFormControl({
    value: () => {
      const survey = store.sheet.survey();
      return open() ? JSON.stringify({ surveyId: survey.id, answers: finishedAnswers(survey, store.sheet.answers()) }) : null;
    },
    state: () => (open() ? store.writeState() : null),
    problem: () => {
      const mistake = sends() && open() ? store.sheet.firstMistake() : undefined;
      if (!mistake) return undefined;
      const { question, objection } = mistake;
      return {
        flag: objection.by === 'rule' ? flags[objection.issue.rule] : 'customError',
        message: texts.messages().mistakeIn(question.title, texts.objection(objection)),
        anchor: () => find(question.id),
      };
    },
    reset: () => sends() && store.reset(),
    restore: (state) => typeof state === 'string' && store.readState(state),
    refused: () => store.judge(),
  });
  // A form around a whole page is none of its business: only a name makes it a part of it.
  const sends = computed(() => control.form() !== null && control.name() !== '');
  return { disabled: control.disabled, sends };
}
