import { ChangeDetectionStrategy, Component, ViewEncapsulation, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { expect, test, vi } from 'vitest';
import { FORM_ASSOCIATION, type FormAssociation, type FormControlOptions, type FormProblem, injectFormControl } from './form-control';

const answers = signal<readonly string[]>([]);
const missing: FormProblem = { flag: 'valueMissing', message: 'Choose something.' };

@Component({
  selector: 'pt-control',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '{{ control.disabled() }}',
})
class Control {
  readonly control = injectFormControl({
    value: () => {
      if (answers().includes('broken')) throw new Error('no value');
      return answers().join();
    },
    problem: () => (answers().length ? undefined : missing),
    reset: () => answers.set([]),
  });
}

function association() {
  const told: unknown[] = [];
  let options: FormControlOptions | undefined;
  const control: FormAssociation = {
    disabled: signal(true),
    form: signal(null),
    name: signal('choice'),
    join: (joined) => (options = joined),
    update: () => told.push([options!.value(), options!.problem?.()]),
  };
  return { control, told };
}

test('the element knows what the component says in the same task, without any rendering', async () => {
  answers.set([]);
  const { control, told } = association();
  TestBed.configureTestingModule({ providers: [{ provide: FORM_ASSOCIATION, useValue: control }] });
  const fixture = TestBed.createComponent(Control);
  await Promise.resolve();
  answers.set(['a']);
  answers.set(['a', 'b']);
  await Promise.resolve();
  expect(told).toEqual([
    ['', missing],
    ['a,b', undefined],
  ]);

  fixture.destroy();
  answers.set(['c']);
  await Promise.resolve();
  expect(told).toHaveLength(2);
});

test('a mistake in what it says is told to the page, and the next change counts again', async () => {
  answers.set(['broken']);
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  const heard = vi.fn();
  document.addEventListener('pintag-error', heard, { once: true });
  const { control, told } = association();
  TestBed.configureTestingModule({ providers: [{ provide: FORM_ASSOCIATION, useValue: control }] });
  document.body.append(TestBed.createComponent(Control).nativeElement as HTMLElement);
  await Promise.resolve();
  await Promise.resolve();
  expect(heard).toHaveBeenCalledOnce();

  answers.set(['a']);
  await Promise.resolve();
  expect(told).toEqual([['a', undefined]]);
  vi.restoreAllMocks();
});

test('outside of a form-associated element it is a control without a form', async () => {
  const fixture = TestBed.createComponent(Control);
  await fixture.whenStable();
  const { control } = fixture.componentInstance;

  expect([control.disabled(), control.form(), control.name()]).toEqual([false, null, '']);
  expect((fixture.nativeElement as HTMLElement).textContent).toBe('false');
});
