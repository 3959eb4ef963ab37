import { CommanderError } from 'commander';
import { buildProgram } from './program';
import { CliError, exitCodes } from './cliError';

/** A gate's 2 means a wrong kernel, so that it says 4 where others say 2. */
const failureCode = process.argv[2] === 'gate' ? exitCodes.gateUsage : exitCodes.usage;

/** Ends with 0, or 2 (4 for a gate) with one sentence on standard error for whatever a person can put right. */
async function main(): Promise<number> {
  try {
    await buildProgram().parseAsync(process.argv);
    return process.exitCode === undefined ? exitCodes.success : Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.success : failureCode;
    }
    if (error instanceof CliError) {
      process.stderr.write(`moe-workbench: ${error.message}\n`);
      return error.exitCode ?? failureCode;
    }
    throw error;
  }
}

process.exitCode = await main();
