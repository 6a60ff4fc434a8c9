/** The measured process: a folder becomes a recorded version, by what a release does it with. `node publish-with-pintag.mjs <PublishJob as JSON>` */
import { enableCompileCache } from 'node:module';

// As tools/cli/src/main.ts does; in plain JavaScript, so that nothing has to be stripped of types once the rest is in the cache.
enableCompileCache();
const { publishFolder } = await import('./publish-folder.ts');
await publishFolder(JSON.parse(process.argv[2]));
// A keep-alive socket must not keep a finished command open.
process.exit();
