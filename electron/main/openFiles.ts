import { app, dialog, type BrowserWindow } from 'electron';
import { RUN_FILE_EXTENSION } from '../contract/runFile';
import { readText } from '../host/readText';
import type { HostServices } from '../host/services';

/** Opens run files named on the command line, by a second start, or by a double click on macOS. */
export function openFilesFrom(
  commandLine: readonly string[],
  window: BrowserWindow,
  services: HostServices,
): void {
  const open = (paths: readonly string[]): Promise<void> => openRunFiles(paths, services);
  void open(runFilesIn(commandLine));
  app.on('second-instance', (_, argv) => {
    if (window.isMinimized()) {
      window.restore();
    }
    window.focus();
    void open(runFilesIn(argv.slice(1)));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void open([path]);
  });
}

/** Imports and shows files, one after another; what is wrong with one is told in a box. */
export async function openRunFiles(
  paths: readonly string[],
  services: HostServices,
): Promise<void> {
  for (const path of paths) {
    const complaint = await importRunFile(path, services);
    if (complaint !== undefined) {
      dialog.showErrorBox('The run file could not be opened', complaint);
    }
  }
}

/** The arguments that name run files; switches are not ours to read. */
export function runFilesIn(commandLine: readonly string[]): readonly string[] {
  return commandLine.filter(
    (argument) => !argument.startsWith('-') && argument.endsWith(RUN_FILE_EXTENSION),
  );
}

/**
 * Reads and imports a file from outside and shows it.
 *
 * @returns what is wrong with it, in a sentence; undefined when it was opened
 */
async function importRunFile(path: string, services: HostServices): Promise<string | undefined> {
  const text = await readText(path);
  if (!text.ok) {
    return text.error.message;
  }
  const imported = await services.handlers['runs:import']({ text: text.value });
  if (!imported.ok) {
    return `${path}: ${imported.error.message}`;
  }
  services.events.emit('runs:opened', imported.value);
  return undefined;
}
