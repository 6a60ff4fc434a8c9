import { env } from 'node:process';
import { startSite } from '@pintag/runtime/testing';
import { expect, test } from 'vitest';
import { engineNames, engineOf, waitFor } from '../../../runtime/src/engines/engine.ts';
import { startPublishedSite } from '../testing/published-site.ts';
import { runCommand } from '../testing/run-command.ts';

test.each(engineNames)(
  'in %s, what is printed is all that a page needs: each file is fetched once, and the policy reports nothing',
  async (name) => {
    const available = engineOf(name, env);
    if (available.kind === 'missing') return void process.stderr.write(`Nothing was tried in ${name}, because ${available.reason}.\n`);
    await using parts = new AsyncDisposableStack();
    const cdn = parts.use(await startPublishedSite());
    const host = parts.use(await startSite());
    const engine = parts.use(await available.start());
    await cdn.publish({ feature: 'calendar', version: '1.0.0', layers: { static: ['angular.js'] } });
    await cdn.publish({ feature: 'questionnaire', version: '2.0.0', layers: { static: ['angular.js', 'forms.js'] } });
    const printed = async (...options: string[]) =>
      (await runCommand(['tag', 'calendar', 'questionnaire', ...options, '--edge', cdn.origin], { cwd: '/' })).stdout;

    const policy = (await printed('--csp')).trimEnd().replaceAll('\n', '; ').replace('script-src', "script-src 'self'");
    const listening = `violations = []; addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => violations.push(violatedDirective + ' ' + blockedURI));`;
    host.files.set('/listen.js', { body: listening, headers: { 'content-type': 'text/javascript' } });
    host.files.set('/', {
      body: `<!doctype html><script src="/listen.js"></script>${await printed('--preload')}<pt-calendar></pt-calendar><pt-questionnaire></pt-questionnaire>`,
      headers: {
        'content-type': 'text/html',
        'content-security-policy': `${policy}; require-trusted-types-for 'script'; style-src 'self'`,
      },
    });
    await engine.open(`${host.origin}/`);

    const texts = `['pt-calendar', 'pt-questionnaire'].map((element) => document.querySelector(element).shadowRoot?.textContent)`;
    await waitFor(engine, `${texts}.every(Boolean)`);
    expect(await engine.read(texts)).toEqual(['calendar 1.0.0!', 'questionnaire 2.0.0?!']);
    expect(await engine.read('violations')).toEqual([]);
    expect(cdn.requests.filter((path) => path.endsWith('.js') && !path.endsWith('main.js')).toSorted()).toEqual(
      [
        ...['angular.js', 'forms.js'].map((file) => `/elements/runtime/${cdn.runtime}/${file}`),
        ...['chunk-WORD.js', 'element-ENTRY.js'].map((file) => `/elements/v1.0.0/calendar/${file}`),
        ...['chunk-WORD.js', 'element-ENTRY.js'].map((file) => `/elements/v2.0.0/questionnaire/${file}`),
      ].toSorted(),
    );
    await engine.open('about:blank');
  },
  120_000,
);
