/** Writes the types of every API description again: `node mocks/generate-api-types.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listApiTypes, renderApiTypes } from './api-types.ts';

const root = join(import.meta.dirname, '..');

for (const types of listApiTypes(root)) {
  const path = join(root, types.output);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await renderApiTypes(root, types));
  process.stderr.write(`${types.output} from ${types.description}\n`);
}
