/** What the element tells the host page. No event carries an answer: those belong to the person and the school. */

/** `detail` of `survey-loaded`: the survey is on the screen, or has no questions. */
export interface SurveyLoaded {
  readonly surveyId: string;
  readonly title: string;
  /** 0 for a survey that has none yet. */
  readonly questions: number;
  /** Answers from an earlier visit were found in this browser. */
  readonly restored: boolean;
}

/** `detail` of `survey-progress`: an answer or the section changed. */
export interface SurveyProgress {
  readonly surveyId: string;
  readonly answered: number;
  /** All questions, optional ones too. */
  readonly total: number;
  /** From 1. */
  readonly section: number;
  readonly sections: number;
}

/** `detail` of `survey-submitted`: the API has taken the answers. */
export interface SurveySubmitted {
  readonly surveyId: string;
  readonly receiptId: string;
  /** ISO 8601, by the server's clock. */
  readonly submittedAt: string;
}
