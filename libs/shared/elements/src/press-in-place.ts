/**
 * Where the focus goes on a press. A root that delegates the focus gives a press on its text to its first control, and the page jumps
 * there; a person who wants to mark a word, or to leave a field, wants neither.
 */

const takesPresses = 'a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]';

/** A press on what cannot be focused ends where it is: it takes the focus from a field, as on any page, and gives it to nobody. */
export function pressInPlace(root: ShadowRoot): void {
  root.addEventListener('mousedown', (event) => {
    const [pressed] = event.composedPath();
    if (!(pressed instanceof Element) || pressed.closest(takesPresses)) return;
    pressed.setAttribute('tabindex', '-1');
    setTimeout(() => pressed.removeAttribute('tabindex'));
  });
}
