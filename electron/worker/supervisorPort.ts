/** The line to whoever started this process, which sends it messages of one type. */
export interface SupervisorPort<Message> {
  /** Resolves once the message has left this process: a crash after that cannot swallow it. */
  send(message: Message): Promise<void>;
  onMessage(listener: (message: unknown) => void): void;
  /** Ends the process after everything has been sent. */
  close(): void;
}

/** The part of Electron's `process.parentPort` that a child uses. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

/** Electron's utility process has a parent port; a forked Node process has `process.send`. */
export function openSupervisorPort<Message>(): SupervisorPort<Message> {
  // Electron adds the property; the types of Node do not know it.
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  return parentPort === undefined ? forkedPort() : utilityPort(parentPort);
}

function forkedPort<Message>(): SupervisorPort<Message> {
  // A supervisor that is gone wants nothing done.
  const leave = (): never => process.exit();
  process.on('disconnect', leave);
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        if (process.send === undefined) {
          reject(new Error('this process must be started by the workbench'));
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

function utilityPort<Message>(parentPort: ParentPort): SupervisorPort<Message> {
  return {
    send: (message) => {
      parentPort.postMessage(message);
      return new Promise((resolve) => setImmediate(resolve));
    },
    onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
    close: () => void setTimeout(() => process.exit(), flushMs),
  };
}
