/** Which language an element speaks, found where HTML says it: on the element, else on what it stands in. */
import { type Signal, computed, effect, signal } from '@angular/core';
import { injectElement } from './feature-element';

export type Language = 'en' | 'ja';

export interface ElementLanguage {
  /** For messages. */
  readonly language: Signal<Language>;
  /** For `Intl`: the full tag, `en-GB`, `ja-JP-u-ca-japanese`; `en` where the page's language is none of ours. */
  readonly locale: Signal<string>;
}

/**
 * The element's `locale` or `lang` attribute, else the nearest ancestor's `lang` (also across shadow roots), else English.
 * Follows later changes of these attributes while the element is in the document.
 *
 * @example
 * private readonly messages = computed(() => translations[this.language()]);
 * protected readonly language = injectLanguage().language;
 */
export function injectLanguage(): ElementLanguage {
  const { element, connected, placement } = injectElement();
  const tag = signal(languageTag(element));
  effect((onCleanup) => {
    placement();
    if (!connected()) return;
    const update = () => tag.set(languageTag(element));
    const observer = new MutationObserver(update);
    for (const root of rootsOf(element)) observer.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang', 'locale'] });
    update();
    onCleanup(() => observer.disconnect());
  });
  const spoken = computed(() => speak(tag()));
  return { language: computed(() => spoken().language), locale: computed(() => spoken().locale) };
}

function languageTag(element: Element): string | null {
  const own = element.getAttribute('locale');
  if (own) return own;
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const lang = at.getAttribute('lang');
    // An empty `lang` means "unknown" in HTML, and ends the search.
    if (lang !== null) return lang;
  }
  return null;
}

const parentOf = (element: Element): Element | null => {
  if (element.assignedSlot) return element.assignedSlot;
  const parent = element.parentNode;
  return parent && isShadowRoot(parent) ? parent.host : element.parentElement;
};

function* rootsOf(element: Element): Iterable<Node> {
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    yield root;
    if (!isShadowRoot(root)) return;
  }
}

/** Also one of another document, a frame's, which has a `ShadowRoot` of its own. */
const isShadowRoot = (node: Node): node is ShadowRoot => node.nodeType === Node.DOCUMENT_FRAGMENT_NODE && 'host' in node;

function speak(tag: string | null): { language: Language; locale: string } {
  try {
    const locale = new Intl.Locale(tag || 'en');
    if (locale.language === 'ja' || locale.language === 'en') return { language: locale.language, locale: locale.toString() };
  } catch {
    // A tag that is none (`lang="english"`) is a mistake of the page, not a reason to fail.
  }
  return { language: 'en', locale: 'en' };
}
