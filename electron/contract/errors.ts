/**
 * Errors are values across processes. `message` is one sentence for a person: what is wrong, where,
 * and what would be right.
 */
export interface WorkbenchError {
  readonly code: ErrorCode;
  readonly message: string;
  /** More lines for a person who asks: a compiler's output, a stack. */
  readonly details?: string | undefined;
}

export const ERROR_CODES = [
  /** The request breaks a rule: unknown name, bad size, bad syntax. */
  'invalid_request',
  'not_found',
  'not_enough_memory',
  'run_in_progress',
  'run_file_invalid',
  'run_file_newer',
  'not_writable',
  'worker_failed',
  /** Building a branch would run build files that nobody has allowed. */
  'not_trusted',
  'build_failed',
  /** Nothing here can print a PDF; the message says how to get something that can. */
  'no_printer',
  'print_failed',
  'unsupported',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WorkbenchError };
