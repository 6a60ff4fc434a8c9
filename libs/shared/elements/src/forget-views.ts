/**
 * Lets go of an element that left the document. Angular enters every view into a private map (by the number that nodes carry as
 * `__ngContext__`) and takes it out when the view is destroyed; nothing but developer tools ever reads it. A view that is only
 * detached would stay there, and with it the component and the element, after the page has dropped them.
 */
import { type ViewRef, ɵCONTAINER_HEADER_OFFSET, ɵViewRef } from '@angular/core';

/** Where Angular 22.1 keeps these in a view (`LView`) or a container of views (`LContainer`). */
const at = { type: 1, flags: 2, next: 4, renderer: 11, childHead: 12, id: 19, end: 27 } as const;

type View = readonly unknown[];

/** Takes a view and all views in it out of Angular's map. They go on working, attached again or not. */
export function forgetViews(view: ViewRef): void {
  for (const each of viewsIn((view as unknown as { readonly _lView: View })._lView)) forget(each[at.id]);
}

function* viewsIn(view: View): Iterable<View> {
  yield view;
  for (let child = view[at.childHead] as View | null; child; child = child[at.next] as View | null) {
    // A container says `true` where a view says what it is made of.
    if (child[at.type] !== true) yield* viewsIn(child);
    else for (const embedded of child.slice(ɵCONTAINER_HEADER_OFFSET)) yield* viewsIn(embedded as View);
  }
}

const AnyView = ɵViewRef as unknown as new (view: View) => ViewRef;

/** Destroying an empty view that goes by the number of another one takes that one out of the map, and does nothing else. */
function forget(id: unknown): void {
  const empty = new Array<unknown>(at.end).fill(null);
  empty[at.type] = { type: 2, cleanup: null, destroyHooks: null };
  empty[at.flags] = 0;
  empty[at.renderer] = {};
  empty[at.id] = id;
  new AnyView(empty).destroy();
}
