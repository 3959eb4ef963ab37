import type { z } from 'zod';
import type { ErrorCode, Result } from '../../contract/errors';
import { failure, success } from '../result';

/**
 * Checks data from outside against a schema, once, at the edge where it comes in.
 *
 * @param what names the data in the error, e.g. `the request of run:start`
 */
export function parse<T>(
  schema: z.ZodType<T>,
  data: unknown,
  what: string,
  code: ErrorCode = 'invalid_request',
): Result<T> {
  const parsed = schema.safeParse(data);
  if (parsed.success) {
    return success(parsed.data);
  }
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return failure(code, `${what} is not valid${where}: ${issue?.message ?? 'unknown reason'}`);
}
