/** For browser tests of what is linked: a web server whose files a test decides, and a Chromium. */
export { launchChromium } from './testing/chromium.ts';
export { startSite, type Site, type SiteFile } from './testing/site.ts';
