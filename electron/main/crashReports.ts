import { crashReporter } from 'electron';

/** Dumps of crashed workers stay on this machine. Must run before any process is started. */
export function setUpCrashReports(): void {
  crashReporter.start({ uploadToServer: false });
}
