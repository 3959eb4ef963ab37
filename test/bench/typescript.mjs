// @ts-check
/** Runs a benchmark written in TypeScript: `typescript.mjs NAME` bundles NAME.ts and runs it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { out, root } from '../../build/lib/paths.mjs';

const [name = ''] = process.argv.slice(2);
const file = join(out, 'bench', `${name}.mjs`);
await build({
  input: join(root, 'test', 'bench', `${name}.ts`),
  platform: 'node',
  external: [/^node:/],
  logLevel: 'warn',
  output: { file, format: 'es' },
});
await import(pathToFileURL(file).href);
