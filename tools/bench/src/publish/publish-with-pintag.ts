/** The measured process: a folder becomes a recorded version, by what a release does it with. `node publish-with-pintag.ts <PublishJob as JSON>` */
import { enableCompileCache } from 'node:module';

// As tools/cli/src/main.ts does.
enableCompileCache();
const { publishFolder } = await import('./publish-folder.ts');
await publishFolder(JSON.parse(process.argv[2]!));
