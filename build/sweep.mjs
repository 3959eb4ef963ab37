// @ts-check
/**
 * `npm run sweep [-- SCHEDULES]`: every distinct Hopper kernel in the emulator under more schedules than
 * the tests have time for; 200 when no number is given.
 */
import { availableParallelism } from 'node:os';
import { cmakeFolder } from './lib/native.mjs';
import { must, runMain } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';

await runMain(async () => {
  const schedules = Number(process.argv[2] ?? 200);
  if (!Number.isInteger(schedules) || schedules < 1) {
    process.stdout.write(`the number of schedules must be at least 1, not ${process.argv[2]}\n`);
    return 2;
  }
  await setUp({ tests: true });
  process.env['MOE_SCHEDULES'] = String(schedules);
  const parallel = String(availableParallelism());
  await must('ctest', 'ctest', ['--test-dir', cmakeFolder, '-R', '^gemm_', '-j', parallel]);
  process.stdout.write(`every kernel is right under ${schedules} schedules\n`);
  return 0;
});
