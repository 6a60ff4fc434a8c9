/** Everything the questionnaire says. A language is complete when it compiles. */

export interface Messages {
  readonly loading: string;
  readonly tryAgain: string;

  readonly noSurveyId: { readonly title: string; readonly text: string };
  readonly loadFailed: { readonly title: string; readonly text: string };
  readonly loadOffline: { readonly title: string; readonly text: string };
  readonly notFound: { readonly title: string; readonly text: string };
  readonly signedOut: { readonly title: string; readonly text: string };
  readonly empty: { readonly title: string; readonly text: string };
  readonly answered: { readonly title: string; readonly text: string; readonly when: (time: string) => string };
  readonly submitted: { readonly title: string; readonly text: string; readonly receipt: (id: string, time: string) => string };

  readonly sections: string;
  readonly sectionOf: (section: number, sections: number) => string;
  readonly sectionDone: string;
  readonly progress: string;
  readonly progressOf: (answered: number, total: number) => string;
  readonly optional: string;
  readonly clearAnswer: string;
  readonly clearAnswerTo: (question: string) => string;
  readonly back: string;
  readonly next: string;
  readonly submit: string;
  readonly sending: string;

  readonly draftRestored: string;
  readonly draftDiscard: string;
  readonly draftDiscarded: string;
  readonly draftKept: string;
  readonly draftInMemory: string;
  readonly sentWithForm: string;
  readonly offline: string;

  readonly chooseExactly: (count: number) => string;
  readonly chooseBetween: (min: number, max: number) => string;
  readonly chooseAtLeast: (min: number) => string;
  readonly chooseAtMost: (max: number) => string;
  readonly writeAtLeast: (min: number) => string;
  readonly characters: (length: number, max: number) => string;
  readonly charactersLeft: (left: number) => string;
  readonly charactersOver: (over: number) => string;
  readonly dayBetween: (earliest: string, latest: string) => string;
  readonly dayFrom: (earliest: string) => string;
  readonly dayUntil: (latest: string) => string;
  readonly mark: (mark: number, scale: number) => string;

  readonly error: string;
  readonly summary: (mistakes: number) => string;
  readonly mistakeIn: (question: string, mistake: string) => string;
  readonly required: Readonly<Record<'single' | 'multiple' | 'text' | 'rating' | 'date', string>>;
  readonly tooFew: (min: number) => string;
  readonly tooMany: (max: number) => string;
  readonly tooShort: (min: number, missing: number) => string;
  readonly tooLong: (max: number, over: number) => string;
  readonly noDate: string;
  readonly tooEarly: (earliest: string) => string;
  readonly tooLate: (latest: string) => string;

  readonly submitBusy: { readonly title: string; readonly text: string };
  readonly submitOffline: { readonly title: string; readonly text: string };
  readonly submitFailed: { readonly title: string; readonly text: string };
  readonly submitSignedOut: { readonly title: string; readonly text: string };
}
