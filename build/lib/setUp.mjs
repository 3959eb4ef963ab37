// @ts-check
import { buildBundles } from './bundles.mjs';
import { offerElectron } from './electronBinary.mjs';
import { withLock } from './lock.mjs';
import { buildNative } from './native.mjs';
import { installPackages } from './packages.mjs';
import { StepFailed } from './run.mjs';
import { buildTools, requireTools, testTools } from './systemTools.mjs';

/**
 * Installs and builds what is stale.
 *
 * @param {{ tests?: boolean }} [options]  whether what the tests need is made ready too
 * @returns {Promise<boolean>} whether anything was done
 */
export async function setUp({ tests = false } = {}) {
  requireNode();
  await requireTools(tests ? testTools : buildTools);
  return withLock(async () => {
    const installed = await installPackages();
    await offerElectron();
    const built = await buildNative({ tests });
    const bundled = await buildBundles();
    return installed || built || bundled;
  });
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new StepFailed(
      'set-up',
      `Node ${process.versions.node} is too old: 20.19 or newer is needed`,
    );
  }
}
