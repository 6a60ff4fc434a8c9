/** What a browser test of a host page needs: a CDN with published versions, the page as its school serves it, a Chromium that takes notes. */
export { type TestCdn, openCdn } from './cdn.ts';
export { type Site, type SiteOptions, serveSite } from './site.ts';
export { type Visit, type VisitOptions, type Visitor, openVisitor } from './visit.ts';
