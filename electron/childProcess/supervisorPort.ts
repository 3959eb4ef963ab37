import type { WorkerMessage } from '../contract/workerApi';

/** The line to whoever started this process. */
export interface SupervisorPort {
  /** Resolves once the message has left this process: a crash after that cannot swallow it. */
  send(message: WorkerMessage): Promise<void>;
  onMessage(listener: (message: unknown) => void): void;
  /** Ends the process after everything has been sent. */
  close(): void;
}

/** The part of Electron's `process.parentPort` that a worker uses. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

/** Electron's utility process has a parent port; a forked Node process has `process.send`. */
export function openSupervisorPort(): SupervisorPort {
  // Electron adds the property; the types of Node do not know it.
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  return parentPort === undefined ? forkedPort() : utilityPort(parentPort);
}

function forkedPort(): SupervisorPort {
  // A supervisor that is gone wants nothing measured.
  const leave = (): never => process.exit();
  process.on('disconnect', leave);
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        if (process.send === undefined) {
          reject(new Error('this process is a worker: it must be started by the workbench'));
          return;
        }
        process.send(message, undefined, undefined, (error) => {
          if (error !== null) {
            leave();
          }
          resolve();
        });
      }),
    onMessage: (listener) => void process.on('message', listener),
    close: () => {
      if (process.connected) {
        process.disconnect();
      }
    },
  };
}

/** The port does not say when a message has left; this long is ample on one machine. */
const flushMs = 100;

function utilityPort(parentPort: ParentPort): SupervisorPort {
  return {
    send: (message) => {
      parentPort.postMessage(message);
      return new Promise((resolve) => setImmediate(resolve));
    },
    onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
    close: () => void setTimeout(() => process.exit(), flushMs),
  };
}
