import type { HostMethod, HostMethods, Workbench } from '../../electron/contract/api';
import type { Result, WorkbenchError } from '../../electron/contract/errors';
import type { Bridge } from './connection';
import { EventStream, type OpenEventSource } from './eventStream';

/** Workbench over the loopback server: POST /api/<method>, and events from /api/events. */
export function createHttpBridge(
  fetchFrom: typeof fetch = (...request) => fetch(...request),
  openEvents: OpenEventSource = (url) => new EventSource(url) as ReturnType<OpenEventSource>,
): Bridge {
  const events = new EventStream('/api/events', openEvents);
  const workbench: Workbench = {
    call: (method, request) => callOverHttp(fetchFrom, method, request),
    on: (event, listener) => events.on(event, listener),
  };
  return { workbench, connection: events };
}

async function callOverHttp<M extends HostMethod>(
  fetchFrom: typeof fetch,
  method: M,
  request: HostMethods[M]['request'],
): Promise<Result<HostMethods[M]['reply']>> {
  let response: Response;
  try {
    response = await fetchFrom(`/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  } catch {
    return failure('The workbench server does not answer; start it again with npm start.');
  }
  try {
    const reply: unknown = await response.json();
    // The server checks its replies against the contract's schemas; here only the envelope is.
    if (isResult(reply)) return reply as Result<HostMethods[M]['reply']>;
  } catch {
    // Not JSON: an error page of the server itself, told below by its status.
  }
  return failure(httpMessage(response.status));
}

function isResult(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'ok' in reply;
}

function httpMessage(status: number): string {
  if (status === 401 || status === 403) {
    return 'This window is not signed in to the server; open the link that npm start printed.';
  }
  return `The workbench server answered with status ${status} where a result was expected.`;
}

function failure(message: string): { readonly ok: false; readonly error: WorkbenchError } {
  return { ok: false, error: { code: 'internal', message } };
}
