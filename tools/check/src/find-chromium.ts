/** Where browser tests find their Chromium; `npm test` and `npm run demo` have made sure that there is one. */
export { findChromium } from '@pintag/setup/chromium';
