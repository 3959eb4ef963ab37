import type { Result } from '../contract/errors';

export const exitCodes = {
  success: 0,
  usage: 2,
  gateUsage: 4,
  noPrinter: 4,
  interrupted: 130,
} as const;

/** Something a person can put right, in one sentence. */
export class CliError extends Error {
  /** @param exitCode absent: the command's own for what a person can put right */
  constructor(
    message: string,
    readonly exitCode?: number,
  ) {
    super(message);
  }
}

/** The value of a result, or a CliError with its sentence. */
export function orThrow<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new CliError(result.error.message);
  }
  return result.value;
}
