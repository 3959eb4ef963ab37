import { CommanderError } from 'commander';
import { buildProgram } from './program';
import { CliError, exitCodes } from './cliError';

/** Ends with 0, or 2 with one sentence on standard error for whatever a person can put right. */
async function main(): Promise<number> {
  try {
    await buildProgram().parseAsync(process.argv);
    return process.exitCode === undefined ? exitCodes.success : Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    }
    if (error instanceof CliError) {
      process.stderr.write(`moe-workbench: ${error.message}\n`);
      return exitCodes.usage;
    }
    throw error;
  }
}

process.exitCode = await main();
