/** The three commits of the story: real changes to real sources, each visible or with a visible reason. */

export interface Edit {
  /** Conventional Commit. */
  readonly message: string;
  /** Relative to the repository root. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** What the edits make visible, and what the page showed before. */
export const timeLeft = /about \d+ minutes? left/;
export const goToToday = 'Go to today';

export const questionnaireFeature: Edit = {
  message: 'feat(questionnaire): say how long the rest will take',
  file: 'libs/questionnaire/src/i18n/en.ts',
  find: 'answered`,\n  optional:',
  replace: "answered, about ${count(Math.max(1, Math.round((total - answered) / 3)), 'minute', 'minutes')} left`,\n  optional:",
};

export const calendarFix: Edit = {
  message: 'fix(calendar): say what the button does',
  file: 'libs/calendar/src/words/en.ts',
  find: "today: 'Today',",
  replace: `today: '${goToToday}',`,
};

export const sharedFix: Edit = {
  message: 'fix(shared-elements): say who took a tag',
  file: 'libs/shared/elements/src/define-feature.ts',
  find: 'is defined already; ',
  replace: 'is defined already, by another script; ',
};
