/** The survey as one person fills it in: answers, the section on the table, what is wrong and has been said. Knows no API and no storage. */
import { computed, signal } from '@angular/core';
import { type Answer, type Answers, type Question, type Survey, questionsOf } from '../survey';
import { type Issue, checkAnswer, isAnswered } from './check-answer';

/** Why a question needs another look: a rule that this page knows, or what the API said about the answer. */
export type Objection = { readonly by: 'rule'; readonly issue: Issue } | { readonly by: 'api'; readonly message: string };

export interface Progress {
  readonly answered: number;
  readonly total: number;
}

const nothing: Survey = { id: '', title: '', sections: [] };

export class AnswerSheet {
  private readonly openSurvey = signal<Survey>(nothing);
  private readonly given = signal<Answers>({});
  private readonly index = signal(0);
  /** The furthest section seen: steps up to it can be gone to directly. */
  private readonly furthest = signal(0);
  /** Questions whose mistakes are said. An untouched form accuses nobody. */
  private readonly said = signal<ReadonlySet<string>>(new Set());
  private readonly refused = signal<Readonly<Record<string, string>>>({});
  private readonly verdict = signal(false);

  readonly survey = this.openSurvey.asReadonly();
  readonly answers = this.given.asReadonly();
  readonly sectionIndex = this.index.asReadonly();
  readonly reachable = this.furthest.asReadonly();
  /** The person asked to go on and could not: now all mistakes are summed up, not only said at the fields they left. */
  readonly judged = this.verdict.asReadonly();
  readonly section = computed(() => this.openSurvey().sections[this.index()]);
  readonly isLast = computed(() => this.index() >= this.openSurvey().sections.length - 1);
  readonly progress = computed<Progress>(() => {
    const questions = questionsOf(this.openSurvey());
    return { answered: questions.filter(({ id }) => isAnswered(this.given()[id])).length, total: questions.length };
  });
  /** What stands in the way of handing in, whether it has been said or not. */
  readonly firstMistake = computed(() => {
    for (const question of questionsOf(this.openSurvey())) {
      const objection = this.mistake(question);
      if (objection) return { question, objection };
    }
    return undefined;
  });
  /** Of the section on the table, in its order. */
  readonly objections = computed(() =>
    (this.section()?.questions ?? []).flatMap((question) => {
      const objection = this.objection(question);
      return objection ? [{ question, objection }] : [];
    }),
  );

  /** @param section where the person was; out of range counts as the nearest one. */
  open(survey: Survey, answers: Answers, section: number): void {
    const index = Math.min(Math.max(0, section), Math.max(0, survey.sections.length - 1));
    this.openSurvey.set(survey);
    this.given.set(answers);
    this.index.set(index);
    this.furthest.set(index);
    this.said.set(new Set());
    this.refused.set({});
    this.verdict.set(false);
  }

  /** What is to be said about a question now. */
  objection(question: Question): Objection | undefined {
    const mistake = this.mistake(question);
    return mistake?.by === 'api' || this.said().has(question.id) ? mistake : undefined;
  }

  answer(questionId: string, answer: Answer | undefined): void {
    const { [questionId]: _before, ...others } = this.given();
    this.given.set(answer ? { ...others, [questionId]: answer } : others);
    const { [questionId]: _said, ...refused } = this.refused();
    this.refused.set(refused);
  }

  /** A person left the field: what they wrote may be judged from now on; what they left empty not yet. */
  leave(questionId: string): void {
    if (isAnswered(this.given()[questionId])) this.say([questionId]);
  }

  /** To the next section, or `false` and the mistakes of this one are said. */
  next(): boolean {
    this.say(this.section()?.questions.map(({ id }) => id) ?? []);
    if (this.objections().length) {
      this.verdict.set(true);
      return false;
    }
    this.goTo(this.index() + 1);
    return true;
  }

  goTo(section: number): void {
    const index = Math.min(Math.max(0, section), this.openSurvey().sections.length - 1);
    this.index.set(index);
    this.furthest.update((furthest) => Math.max(furthest, index));
    this.verdict.set(false);
  }

  /** `false` when something is wrong somewhere: then the first section with a mistake is on the table, and all is said. */
  checkAll(): boolean {
    this.say(questionsOf(this.openSurvey()).map(({ id }) => id));
    return this.showFirstObjection();
  }

  /** What the API refused; an answer that is changed is taken as heard. `false` when none of the questions is in this survey. */
  refuse(errors: readonly { readonly questionId: string; readonly message: string }[]): boolean {
    const known = new Set(questionsOf(this.openSurvey()).map(({ id }) => id));
    this.refused.set(Object.fromEntries(errors.filter(({ questionId }) => known.has(questionId)).map((e) => [e.questionId, e.message])));
    return !this.showFirstObjection();
  }

  private mistake(question: Question): Objection | undefined {
    const message = this.refused()[question.id];
    if (message !== undefined) return { by: 'api', message };
    const issue = checkAnswer(question, this.given()[question.id]);
    return issue && { by: 'rule', issue };
  }

  private say(questionIds: readonly string[]): void {
    this.said.update((said) => new Set([...said, ...questionIds]));
  }

  private showFirstObjection(): boolean {
    const first = this.openSurvey().sections.findIndex(({ questions }) => questions.some((question) => this.objection(question)));
    if (first < 0) return true;
    this.goTo(first);
    this.verdict.set(true);
    return false;
  }
}
