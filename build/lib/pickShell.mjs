// @ts-check
import { findElectron, hasDisplay } from './electronBinary.mjs';

/**
 * Electron or a browser, and one line on which, why, and how to get the other.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ shell: 'electron' | 'web', electron: string | undefined, reason: string }}
 */
export function pickShell(environment) {
  const electron = findElectron();
  const forced = environment['MOE_WORKBENCH_UI'];
  const web = (/** @type {string} */ why, /** @type {string} */ other) => ({
    shell: /** @type {const} */ ('web'),
    electron,
    reason: `Opening in a browser: ${why}. ${other}`,
  });
  if (electron === undefined) {
    return web(
      "Electron's binary is not installed",
      'For the desktop window: npx install-electron, then npm start.',
    );
  }
  if (forced === 'web') {
    return web('MOE_WORKBENCH_UI=web asks for it', 'Without it Electron would be used.');
  }
  if (forced === 'electron') {
    return {
      shell: 'electron',
      electron,
      reason: 'Opening in Electron: MOE_WORKBENCH_UI=electron.',
    };
  }
  if (!hasDisplay()) {
    return web(
      'there is no display here',
      'For the desktop window: start it where DISPLAY or WAYLAND_DISPLAY is set.',
    );
  }
  if (process.getuid?.() === 0) {
    return web(
      "Electron's sandbox does not run as root",
      'For the desktop window: start it as an ordinary user.',
    );
  }
  return {
    shell: 'electron',
    electron,
    reason: 'Opening in Electron. For a browser instead: MOE_WORKBENCH_UI=web npm start.',
  };
}
