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
 * @property {true} [optional]  without it some tests do not run, which npm test says
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

/** @type {Tool} */
const poppler = {
  name: 'pdftotext of poppler',
  purpose: 'the tests of printed reports',
  debianPackage: 'poppler-utils',
  isPresent: () => firstLine('pdftotext', '-v') !== undefined,
};

const compareScript = '/usr/share/benchmark/compare.py';

/** @type {Tool} */
const googleBenchmarkTools = {
  name: "google-benchmark's compare.py",
  purpose: 'the test that it reads our exports',
  debianPackage: 'libbenchmark-tools',
  isPresent: () => existsSync(compareScript),
  optional: true,
};

/** @type {Tool} */
const scipy = {
  name: 'SciPy',
  purpose: "google-benchmark's compare.py",
  debianPackage: 'python3-scipy',
  isPresent: () => pythonWithScipy() !== undefined,
  optional: true,
};

/** To build and to run; and to test besides. */
export const buildTools = [compiler, cmake, ninja];
const peerTools = [googleBenchmarkTools, scipy];
export const testTools = [...buildTools, doctest, clangFormat, chromium, poppler, ...peerTools];

/** Path of a Chromium or Chrome, or undefined. */
export function findChromium() {
  return [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ].find((path) => existsSync(path));
}

/** The Python with SciPy: Debian's own knows its packages, whatever else is first on the path. */
function pythonWithScipy() {
  const look = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("scipy") is None)';
  return ['/usr/bin/python3', 'python3'].find(
    (python) => firstLine(python, '-c', look) !== undefined,
  );
}

/** How to start google-benchmark's compare.py, or undefined where it or what it needs is missing. */
export function findCompareScript() {
  const python = pythonWithScipy();
  return python === undefined || !googleBenchmarkTools.isPresent()
    ? undefined
    : { python, script: compareScript };
}

/** One sentence on why compare.py cannot be run here, or undefined where it can. */
export function missingPeerTools() {
  const missing = peerTools.filter((tool) => !tool.isPresent());
  const names = missing.map(({ name }) => name).join(' and ');
  const packages = missing.map(({ debianPackage }) => debianPackage).join(' ');
  return missing.length === 0
    ? undefined
    : `${names} is not installed (on Debian: sudo apt-get install -y ${packages})`;
}

/**
 * Makes sure that tools are there: on Debian as root they are installed, elsewhere the command that
 * installs them is the error. Optional ones may stay missing.
 *
 * @param {readonly Tool[]} tools
 */
export async function requireTools(tools) {
  const missing = tools.filter((tool) => !tool.isPresent());
  if (isDebian() && process.getuid?.() === 0) {
    await install(missing.filter(({ optional }) => optional !== true));
    await installIfPossible(missing.filter(({ optional }) => optional === true));
  }
  const still = missing.filter((tool) => tool.optional !== true && !tool.isPresent());
  if (still.length > 0) {
    const lines = still.map(({ name, purpose }) => `missing: ${name}, needed for ${purpose}`);
    const names = still.map((tool) => tool.debianPackage).join(' ');
    throw new StepFailed('set-up', lines.join('\n'), `sudo apt-get install -y ${names}`);
  }
}

/** @param {readonly Tool[]} tools */
async function installIfPossible(tools) {
  try {
    await install(tools);
  } catch (error) {
    if (!(error instanceof StepFailed)) {
      throw error;
    }
    process.stdout.write(`not installed: ${tools.map(({ name }) => name).join(', ')}\n`);
  }
}

/** @param {readonly Tool[]} tools */
async function install(tools) {
  if (tools.length === 0) {
    return;
  }
  const packages = tools.map((tool) => tool.debianPackage);
  process.stdout.write(`installing with apt-get: ${packages.join(' ')}\n`);
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
