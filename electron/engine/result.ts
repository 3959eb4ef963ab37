import type { ErrorCode, Result } from '../contract/errors';

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** @param message one sentence: what is wrong, where, what would be right */
export function failure(code: ErrorCode, message: string, details?: string): Result<never> {
  return { ok: false, error: { code, message, ...(details === undefined ? {} : { details }) } };
}
