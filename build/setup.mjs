// @ts-check
import { runMain } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';

await runMain(async () => {
  const did = await setUp({ tests: process.argv.includes('--tests') });
  process.stdout.write(did ? 'ready\n' : 'nothing to do: everything is up to date\n');
});
