/** What Angular's DOM renderer does otherwise in somebody else's page: it writes no style elements, and it leaves the element where it is. */
import {
  type EnvironmentProviders,
  Injectable,
  type Renderer2,
  RendererFactory2,
  type RendererType2,
  ViewEncapsulation,
  inject,
  makeEnvironmentProviders,
  ɵSHARED_STYLES_HOST,
} from '@angular/core';
import { ɵDomRendererFactory2, ɵSharedStylesHost } from '@angular/platform-browser';
import { AdoptedStyles } from './adopted-styles';
import { LiveElements } from './live-elements';

@Injectable()
class FeatureRendererFactory extends ɵDomRendererFactory2 {
  private readonly styles = inject(AdoptedStyles);
  private readonly live = inject(LiveElements);
  private rootRenderer: Renderer2 | undefined;

  override createRenderer(host: Element | null, type: RendererType2 | null): Renderer2 {
    if (!host) return (this.rootRenderer ??= this.leavingElements(super.createRenderer(host, type)));
    if (!type || !hasShadow(type)) return super.createRenderer(host, type);
    const renderer = super.createRenderer(host, { ...type, styles: [] });
    // `%NS%` is Angular's placeholder for a prefix of custom properties; features have none, for hosts set theirs by name.
    const styles = type.styles.map((style) => style.replaceAll('%NS%', ''));
    if (host.shadowRoot) this.styles.dress(host.shadowRoot, { own: styles, shares: type.encapsulation === ViewEncapsulation.ShadowDom });
    return renderer;
  }

  /** A view that leaves change detection takes its host out of the document; ours belongs to the page. */
  private leavingElements(renderer: Renderer2): Renderer2 {
    const removeChild = renderer.removeChild.bind(renderer);
    renderer.removeChild = (parent, child, ...how) => {
      if (!this.live.isElement(child as Node)) removeChild(parent, child, ...how);
    };
    return renderer;
  }
}

const hasShadow = ({ encapsulation }: RendererType2): boolean =>
  encapsulation === ViewEncapsulation.ShadowDom || encapsulation === ViewEncapsulation.ExperimentalIsolatedShadowDom;

/** For `createApplication`. */
export const provideFeatureRenderer = (): EnvironmentProviders =>
  makeEnvironmentProviders([
    AdoptedStyles,
    { provide: ɵSHARED_STYLES_HOST, useExisting: AdoptedStyles },
    { provide: ɵSharedStylesHost, useExisting: AdoptedStyles },
    FeatureRendererFactory,
    { provide: ɵDomRendererFactory2, useExisting: FeatureRendererFactory },
    { provide: RendererFactory2, useExisting: FeatureRendererFactory },
  ]);
