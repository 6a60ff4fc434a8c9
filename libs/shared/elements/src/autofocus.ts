/**
 * `autofocus` on an element of ours. The browser looks at it once, when the page is parsed; then the element is not defined yet,
 * or shows nothing to focus because it waits for its data.
 */

/** Focuses the element as soon as it shows something that takes the focus, unless the person is somewhere else by then. */
export function focusOnceShown(element: HTMLElement, root: ShadowRoot): void {
  const observer = new MutationObserver(tryNow);
  tryNow();
  if (!root.activeElement && isFree(element)) observer.observe(root, { subtree: true, childList: true });

  function tryNow(): void {
    if (isFree(element)) element.focus();
    if (root.activeElement || !isFree(element)) observer.disconnect();
  }
}

/** Nobody has the focus. */
function isFree({ isConnected, ownerDocument }: HTMLElement): boolean {
  const { activeElement, body, documentElement } = ownerDocument;
  return isConnected && (!activeElement || activeElement === body || activeElement === documentElement);
}
