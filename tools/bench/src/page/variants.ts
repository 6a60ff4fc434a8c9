/** The ways in which one page is delivered. */

export type VariantName = 'pintag' | 'pintag-preload' | 'self-contained' | 'multi-entry';
/** What the runtime offers: exactly what the features of the page use, or the surface that this repository ships. */
export type SurfaceName = 'exact' | 'seeded';

export interface Variant {
  readonly name: VariantName;
  /** `exact` where there is no runtime: such a build has what it uses. */
  readonly surface: SurfaceName;
  readonly what: string;
}

export const variants: readonly Variant[] = [
  { name: 'self-contained', surface: 'exact', what: 'each feature one Angular build of its own, a module script' },
  { name: 'multi-entry', surface: 'exact', what: 'all features of the page in one Angular build, an entry and shared chunks' },
  { name: 'pintag', surface: 'exact', what: 'the tags of `pintag tag`, a runtime with what the page uses' },
  { name: 'pintag-preload', surface: 'exact', what: 'the same and the preload lines' },
  { name: 'pintag', surface: 'seeded', what: 'the tags of `pintag tag`, the runtime as it is shipped' },
  { name: 'pintag-preload', surface: 'seeded', what: 'the same and the preload lines' },
];

export const isShared = ({ name }: Pick<Variant, 'name'>): boolean => name === 'pintag' || name === 'pintag-preload';

/** `pintag, seeded`; without a runtime there is no surface to name. */
export const variantLabel = (variant: Pick<Variant, 'name' | 'surface'>): string =>
  isShared(variant) ? `${variant.name}, ${variant.surface}` : variant.name;
