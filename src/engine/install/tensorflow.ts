import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findPackage } from '../packages.js';
import { hasBinding, installedBefore, tensorflow, TFJS_NODE } from '../tfjs/tensorflow.js';
import { checkRequirements, compileBinding, downloadWheel, unpackWheel } from './build.js';
import type { Recipe } from './recipe.js';
import { succeeds } from './tools.js';

/** tfjs-node with the package's own download of the library; if that is refused, built against the wheel. */
export const tensorflowRecipe: Recipe = {
  engine: tensorflow,
  lock: 'tfjs-node.lock.json',
  top: ['wheel'],
  installedBefore,

  // Measured on Linux, x64.
  bytes: () => ({ downloaded: 0.3e9, kept: 0.86e9, needed: 1.5e9 }),

  async complete({ staging, packageFolder, run, step }) {
    step("Trying the package's own download of TensorFlow's library");
    const own = { ...run, cwd: packageFolder };
    const ownScript = join('scripts', 'install.js');
    const isDownloaded = await succeeds(process.execPath, [ownScript], own);
    const found = findPackage(TFJS_NODE.name, join(staging, 'package.json'));
    if (isDownloaded && found !== null && hasBinding(found)) return 'downloaded';
    step('That was refused: building against the TensorFlow wheel instead; looking for the tools');
    const wheel = await checkRequirements(run);
    step(
      `Downloading the wheel of ${wheel.requirement} (${String(wheel.bytes / 1e6)} MB) with pip`,
    );
    const wheelFolder = join(staging, 'wheel');
    const file = await downloadWheel(wheel, wheelFolder, run);
    step('Unpacking its libraries and headers');
    await unpackWheel(file, packageFolder, run);
    await rm(wheelFolder, { recursive: true, force: true });
    step('Compiling the binding');
    await compileBinding(packageFolder, join(staging, 'node_modules', 'node-api-headers'), run);
    return 'built';
  },
};
