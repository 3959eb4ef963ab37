// @ts-check
/**
 * `npm test`: sets up, then runs every check but those that are run by name only;
 * `npm test -- types lint` runs some.
 */
import { runMain } from './lib/run.mjs';
import { setUp } from './lib/setUp.mjs';
import { runSteps, steps } from './lib/testSteps.mjs';

await runMain(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `unknown step ${unknown.join(', ')}; there is ${steps.map(({ name }) => name).join(', ')}\n`,
    );
    return 2;
  }
  await setUp({ tests: true });
  if (wanted.length > 0) {
    return runSteps(steps.filter(({ name }) => wanted.includes(name)));
  }
  for (const { name } of steps.filter(({ onlyByName }) => onlyByName)) {
    process.stdout.write(`not run: ${name}, which is run by name only: npm test -- ${name}\n`);
  }
  return runSteps(steps.filter(({ onlyByName }) => !onlyByName));
});
