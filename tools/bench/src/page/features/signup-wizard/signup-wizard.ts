/** Signing up for a course in four steps: course, participants, contact, summary. */
import { CurrencyPipe, DatePipe, I18nPluralPipe } from '@angular/common';
import { HttpClient, type HttpErrorResponse } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, type Signal, ViewEncapsulation, computed, inject, input, output, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { catchError, finalize, of, switchMap } from 'rxjs';
import { type Course, fitsAges, isRepeated, sentenceOf } from './participant-rules';
import { WizardSteps } from './wizard-steps';

@Component({
  selector: 'pt-signup-wizard-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CurrencyPipe, DatePipe, I18nPluralPipe, ReactiveFormsModule, WizardSteps],
  templateUrl: './signup-wizard.html',
  styleUrl: './signup-wizard.css',
})
export class SignupWizard {
  readonly api = input('');

  readonly signedUp = output<{ readonly course: string; readonly participants: number }>();

  private readonly http = inject(HttpClient);
  private readonly fields = inject(NonNullableFormBuilder);

  protected readonly names = ['Course', 'Participants', 'Contact', 'Summary'];
  protected readonly at = signal(0);
  protected readonly reached = signal(0);
  protected readonly sending = signal(false);
  protected readonly refusal = signal('');
  protected readonly confirmation = signal('');
  protected readonly places = { '=0': 'no place', '=1': 'one place', other: '# places' };

  protected readonly form = this.fields.group({
    course: this.fields.group({ id: ['', Validators.required] }),
    participants: this.fields.array([this.newParticipant()]),
    contact: this.fields.group(
      {
        email: ['', [Validators.required, Validators.email]],
        repeated: ['', Validators.required],
        newsletter: [false],
        terms: [false, Validators.requiredTrue],
      },
      { validators: isRepeated },
    ),
  });

  protected readonly courses = toSignal(
    toObservable(this.api).pipe(
      switchMap((api) => this.http.get<readonly Course[]>(`${api}/api/courses`).pipe(catchError(() => of<'failed'>('failed')))),
    ),
  );
  protected readonly list = computed(() => {
    const courses = this.courses();
    return typeof courses === 'object' ? courses : [];
  });
  private readonly events = toSignal(this.form.events);
  protected readonly value = computed(() => (this.events(), this.form.getRawValue()));
  protected readonly course: Signal<Course | undefined> = computed(() => this.list().find(({ id }) => id === this.value().course.id));
  protected readonly sum = computed(() => (this.course()?.fee ?? 0) * this.value().participants.length);
  protected readonly full = computed(() => this.value().participants.length >= (this.course()?.places ?? 1));

  protected get participants() {
    return this.form.controls.participants;
  }

  protected sentence(path: string): string {
    this.events();
    const control = this.form.get(path);
    return control?.touched ? sentenceOf(control.errors) : '';
  }

  protected add(): void {
    if (!this.full()) this.participants.push(this.newParticipant());
  }

  protected remove(index: number): void {
    if (this.participants.length > 1) this.participants.removeAt(index);
  }

  protected next(): void {
    const step = this.stepAt(this.at());
    step?.markAllAsTouched();
    // The rules for ages depend on the course, which may have changed since they were last asked.
    if (this.at() === 1) for (const { controls } of this.participants.controls) controls.birthday.updateValueAndValidity();
    if (step?.invalid) return;
    this.at.update((at) => Math.min(at + 1, this.names.length - 1));
    this.reached.update((reached) => Math.max(reached, this.at()));
  }

  protected goTo(step: number): void {
    if (step <= this.reached()) this.at.set(step);
  }

  protected send(): void {
    if (this.form.invalid || this.sending()) return;
    const { course, participants, contact } = this.form.getRawValue();
    this.sending.set(true);
    this.refusal.set('');
    this.http
      .post<{ readonly number: string }>(`${this.api()}/api/registrations`, { course: course.id, participants, email: contact.email })
      .pipe(finalize(() => this.sending.set(false)))
      .subscribe({
        next: ({ number }) => {
          this.confirmation.set(number);
          this.signedUp.emit({ course: course.id, participants: participants.length });
        },
        error: ({ status }: HttpErrorResponse) =>
          this.refusal.set(status === 409 ? 'The last place has just been taken.' : 'That did not work. Please try again.'),
      });
  }

  private stepAt(step: number) {
    const { course, participants, contact } = this.form.controls;
    return [course, participants, contact][step];
  }

  private newParticipant() {
    return this.fields.group({
      name: ['', [Validators.required, Validators.minLength(2)]],
      birthday: ['', [Validators.required, fitsAges(() => this.course())]],
      needs: [''],
    });
  }
}
