/** Errors in the actions that steps use. */
import type { PlantedError } from './planted-error.ts';

const release = 'workflows/release.yml';
const preview = 'workflows/preview.yml';
const ci = 'workflows/ci.yml';
const setUp = 'actions/set-up/action.yml';
const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';

export const inUses: readonly PlantedError[] = [
  {
    rule: 'pinned-actions',
    what: 'a tag',
    file: ci,
    replace: checkout,
    by: 'actions/checkout@v7',
    says: 'actions/checkout@v7 is not pinned by commit',
  },
  {
    rule: 'pinned-actions',
    what: 'another commit',
    file: preview,
    replace: checkout,
    by: 'actions/checkout@0000000000000000000000000000000000000000 # v7.0.1',
    says: 'at another commit',
  },
  {
    rule: 'pinned-actions',
    what: 'a comment that names another version',
    file: release,
    replace: checkout,
    by: checkout.replace('v7.0.1', 'v7.0.2'),
    says: 'says v7.0.2, its commit is v7.0.1',
  },
  {
    rule: 'pinned-actions',
    what: 'no comment, in an action',
    file: setUp,
    replace: ' # v7.0.0',
    by: '',
    at: 'actions/setup-node@',
    says: 'says no version',
  },
  {
    rule: 'pinned-actions',
    what: 'an action that nobody looked at',
    file: preview,
    replace: 'actions/upload-artifact@',
    by: 'evil/upload-artifact@',
    says: 'evil/upload-artifact is none of the actions',
  },
  {
    rule: 'local-actions',
    what: 'a misspelt input',
    file: ci,
    replace: 'nx-cache: true',
    by: 'nxcache: true',
    says: 'has no input nxcache',
  },
  {
    rule: 'local-actions',
    what: 'an action that is not there',
    file: ci,
    replace: './.github/actions/set-up',
    by: './.github/actions/setup',
    says: 'no action at',
  },
  {
    rule: 'cache-writes',
    what: 'a cache that is saved when the job ends',
    file: ci,
    after: 'browser:',
    replace: '      - run:',
    by: '      - uses: actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5\n        with: { path: .nx/cache, key: nx }\n      - run:',
    says: 'actions/cache writes',
  },
  {
    rule: 'cache-writes',
    what: 'a save in pull requests too',
    file: ci,
    replace: "github.event_name == 'push'\n",
    by: "github.event_name != 'schedule'\n",
    at: 'actions/cache/save',
    says: 'actions/cache/save writes',
  },
  {
    rule: 'cache-writes',
    what: "npm's cache, which is on by itself",
    file: setUp,
    replace: '        package-manager-cache: false\n',
    by: '',
    at: 'actions/setup-node',
    says: "npm's cache",
  },
  {
    rule: 'cache-writes',
    what: 'a cache in a job that publishes',
    file: release,
    after: '  release:',
    replace: '- uses: ./.github/actions/set-up\n',
    by: '- uses: ./.github/actions/set-up\n        with: { nx-cache: true }\n',
    says: 'Job release publishes',
  },
  {
    rule: 'kept-credentials',
    what: 'a checkout that keeps the token',
    file: preview,
    replace: '          persist-credentials: false\n',
    by: '',
    at: checkout,
    says: 'keeps the token',
  },
];
