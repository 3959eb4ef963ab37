import type { Workbench } from '../../electron/contract/api';

export type ConnectionState = 'connecting' | 'connected' | 'lost';

/** How a bridge tells whether its host still answers. */
export interface ConnectionSource {
  current(): ConnectionState;
  subscribe(listener: (state: ConnectionState) => void): () => void;
}

export interface Bridge {
  readonly workbench: Workbench;
  readonly connection: ConnectionSource;
}

/** A host in the same program (Electron) is always there. */
export const ALWAYS_CONNECTED: ConnectionSource = {
  current: () => 'connected',
  subscribe: () => () => undefined,
};
