import {
  ApplicationRef,
  ChangeDetectionStrategy,
  Component,
  ViewEncapsulation,
  createComponent,
  signal,
  ɵgetLContext,
} from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { expect, test } from 'vitest';
import { forgetViews } from './forget-views';

@Component({
  selector: 'pt-leaf',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<b>leaf</b>',
})
class Leaf {}

@Component({
  selector: 'pt-tree',
  imports: [Leaf],
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>{{ count() }}</p>
    <pt-leaf />
    @for (item of items(); track item) {
      @if (item > 0) {
        <pt-leaf /><button (click)="count.set(item)">{{ item }}</button>
      }
    }
  `,
})
class Tree {
  readonly items = signal([1, 2]);
  readonly count = signal(0);
}

async function plant() {
  const app = await createApplication();
  const { injector } = app;
  const hostElement = document.createElement('pt-tree');
  const tree = createComponent(Tree, { environmentInjector: injector.get(ApplicationRef).injector, hostElement });
  app.attachView(tree.hostView);
  tree.hostView.detectChanges();
  const elements = () => [hostElement, ...hostElement.querySelectorAll('*')];
  /** What Angular still finds the view of. */
  const known = () => elements().filter((element) => ɵgetLContext(element)?.lView).length;
  return { app, tree, hostElement, known, elements };
}

test('no view of a component is in Angular’s map any more, wherever in it the view is', async () => {
  const { tree, known, elements } = await plant();
  expect(known()).toBe(elements().length);
  forgetViews(tree.hostView);

  expect(known()).toBe(0);
});

test('another component stays in it', async () => {
  const [gone, stays] = [await plant(), await plant()];
  forgetViews(gone.tree.hostView);

  expect(stays.known()).toBe(stays.elements().length);
});

test('a forgotten component goes on: it renders, listens, makes views and can be destroyed', async () => {
  const { app, tree, hostElement } = await plant();
  app.detachView(tree.hostView);
  forgetViews(tree.hostView);
  app.attachView(tree.hostView);
  tree.instance.items.set([2, 3, 4]);
  tree.hostView.detectChanges();
  hostElement.querySelectorAll('button')[2]!.click();
  tree.hostView.detectChanges();

  expect(hostElement.querySelector('p')!.textContent).toBe('4');
  expect(hostElement.querySelectorAll('b')).toHaveLength(4);
  tree.destroy();
  expect(tree.hostView.destroyed).toBe(true);
});
