/** Names of the two IPC channels between Electron's main process and its window. */
export const callChannel = 'workbench:call';
export const eventChannel = 'workbench:event';
