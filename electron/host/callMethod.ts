import type { HostMethod } from '../contract/api';
import { HOST_METHODS } from '../contract/api';
import type { Result } from '../contract/errors';
import { failure } from '../engine/result';
import { hostRequestSchemas } from '../engine/schemas/api';
import { parse } from '../engine/schemas/parse';
import type { HostHandlers } from './services';

/** The method of this name, or undefined; names inherited from Object are no methods. */
export function findMethod(name: string): HostMethod | undefined {
  return HOST_METHODS.find((method) => method === name);
}

/** Calls a method with data from a window: checked by its schema, and an exception becomes an error. */
export async function callMethod(
  handlers: HostHandlers,
  method: HostMethod,
  data: unknown,
): Promise<Result<unknown>> {
  const request = parse<never>(
    hostRequestSchemas[method] as never, // the schema and the handler have the same key
    data,
    `the request of ${method}`,
  );
  if (!request.ok) {
    return request;
  }
  try {
    return await handlers[method](request.value);
  } catch (error) {
    const details = error instanceof Error ? error.stack : undefined;
    return failure('internal', `${method} failed: ${String(error)}`, details);
  }
}
