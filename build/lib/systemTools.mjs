// @ts-check
/** What the system must provide, how to tell, and how to get it. */
import { existsSync, readFileSync } from 'node:fs';
import { capture, firstLine, StepFailed } from './run.mjs';

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} purpose
 * @property {string} debianPackage
 * @property {() => boolean} isPresent
 */

/** @type {Tool} */
const compiler = {
  name: 'a C++20 compiler (g++ 12 or newer)',
  purpose: 'kernels and addon',
  debianPackage: 'g++',
  isPresent: () => versionAtLeast(firstLine('g++', '-dumpfullversion', '-dumpversion'), 12, 0),
};

/** @type {Tool} */
const cmake = {
  name: 'CMake 3.25 or newer',
  purpose: 'the native build',
  debianPackage: 'cmake',
  isPresent: () => versionAtLeast(firstLine('cmake', '--version'), 3, 25),
};

/** @type {Tool} */
const ninja = {
  name: 'Ninja',
  purpose: 'the native build',
  debianPackage: 'ninja-build',
  isPresent: () => firstLine('ninja', '--version') !== undefined,
};

/** @type {Tool} */
const doctest = {
  name: 'doctest',
  purpose: 'the native tests',
  debianPackage: 'doctest-dev',
  isPresent: () =>
    existsSync('/usr/include/doctest/doctest.h') ||
    existsSync('/usr/local/include/doctest/doctest.h'),
};

/** @type {Tool} */
const clangFormat = {
  name: 'clang-format',
  purpose: 'the format check of native code',
  debianPackage: 'clang-format',
  isPresent: () => firstLine('clang-format', '--version') !== undefined,
};

/** @type {Tool} */
const chromium = {
  name: 'Chromium',
  purpose: 'the browser tests',
  debianPackage: 'chromium',
  isPresent: () => findChromium() !== undefined,
};

/** To build and to run; and to test besides. */
export const buildTools = [compiler, cmake, ninja];
export const testTools = [...buildTools, doctest, clangFormat, chromium];

/** Path of a Chromium or Chrome, or undefined. */
export function findChromium() {
  return [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ].find((path) => existsSync(path));
}

/**
 * Makes sure that tools are there: on Debian as root they are installed, elsewhere the command that
 * installs them is the error.
 *
 * @param {readonly Tool[]} tools
 */
export async function requireTools(tools) {
  const missing = tools.filter((tool) => !tool.isPresent());
  if (missing.length === 0) {
    return;
  }
  const packages = missing.map((tool) => tool.debianPackage);
  if (isDebian() && process.getuid?.() === 0) {
    process.stdout.write(`installing with apt-get: ${packages.join(' ')}\n`);
    await install(packages);
  }
  const still = missing.filter((tool) => !tool.isPresent());
  if (still.length > 0) {
    const lines = still.map(({ name, purpose }) => `missing: ${name}, needed for ${purpose}`);
    const names = still.map((tool) => tool.debianPackage).join(' ');
    throw new StepFailed('set-up', lines.join('\n'), `sudo apt-get install -y ${names}`);
  }
}

/** @param {readonly string[]} packages */
async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const commandArguments = ['install', '-y', '--no-install-recommends', ...packages];
  let outcome = await capture('apt-get', commandArguments, { env });
  if (outcome.code !== 0) {
    // Package lists are empty on a new machine.
    await capture('apt-get', ['update'], { env });
    outcome = await capture('apt-get', commandArguments, { env });
  }
  if (outcome.code !== 0) {
    throw new StepFailed('installing system packages', outcome.output);
  }
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * @param {string | undefined} text  the first two numbers in it are the version
 * @param {number} major
 * @param {number} minor
 */
function versionAtLeast(text, major, minor) {
  const match = /(\d+)\.(\d+)/.exec(text ?? '');
  if (match === null) {
    return false;
  }
  const [found, foundMinor] = [Number(match[1]), Number(match[2])];
  return found > major || (found === major && foundMinor >= minor);
}
