/** Entry of the Nx plugin: plain JavaScript, because an older Node stops at TypeScript with "Unexpected identifier" and nothing else. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 10)) {
  throw new Error(
    `Pintag needs Node 24.10 or newer, and this is ${process.versions.node}. ` +
      'Run `npm ci`, which installs it with the dependencies, then `npx nx …`, which finds it first.',
  );
}

const plugin = await import('./src/plugin.ts');

export const name = plugin.name;
export const createNodesV2 = plugin.createNodesV2;
