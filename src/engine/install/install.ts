import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../errors.js';
import { findPackage } from '../packages.js';
import { hasBinding, installedIn, TFJS_NODE } from '../tfjs/tensorflow.js';
import { checkRequirements, compileBinding, downloadWheel, unpackWheel } from './build.js';
import { gigabytes } from '../../text/bytes.js';
import { succeeds, type RunOptions, runTool } from './tools.js';

/** Bytes on disk once it is installed, and at the most on the way there; measured on Linux, x64. */
export const KEPT_BYTES = 0.86e9;
export const NEEDED_BYTES = 1.5e9;

export interface InstallOptions {
  /** The folder to fill; its parent is created if it is missing. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Called as each step begins. */
  readonly step: (what: string) => void;
}

/** How an installation ended: the library was downloaded or built, or the engine was there already. */
export type InstallOutcome = 'downloaded' | 'built' | 'present';

/**
 * Installs tfjs-node with TensorFlow's library into a folder of its own. Everything happens in a
 * folder beside it that is renamed at the end, so that a failure leaves nothing behind and two
 * installations at once do not meet.
 * @throws EngineError that says what is missing, or which step failed and why
 */
export async function installTensorflow(options: InstallOptions): Promise<InstallOutcome> {
  const { folder, signal, step } = options;
  if (isInstalled(folder)) return 'present';
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  await checkSpace(parent);
  const staging = join(parent, `.installing-${String(process.pid)}-${randomUUID()}`);
  await mkdir(staging);
  try {
    const run: RunOptions = { cwd: staging, signal };
    step(`Downloading ${TFJS_NODE.name} ${TFJS_NODE.version} with npm`);
    await writeFile(join(staging, 'package.json'), '{ "private": true }\n');
    await runTool(
      'npm',
      [
        ...['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact'],
        `${TFJS_NODE.name}@${TFJS_NODE.version}`,
      ],
      run,
    );
    const packageFolder = join(staging, 'node_modules', TFJS_NODE.name);
    const outcome = await addLibrary(packageFolder, staging, run, step);
    step('Checking a convolution');
    await verify(packageFolder, run);
    signal.throwIfAborted();
    return (await moveTo(staging, folder)) ? outcome : 'present';
  } finally {
    await rm(staging, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Removes what {@link installTensorflow} installed; false if there was nothing. */
export async function removeTensorflow(folder: string): Promise<boolean> {
  const was = installedIn(folder) !== null;
  await rm(folder, { recursive: true, force: true });
  await removeAbandoned(dirname(folder));
  return was;
}

/** Whether the folder holds the engine, library and all. */
export function isInstalled(folder: string): boolean {
  const installed = installedIn(folder);
  if (installed === null || !hasBinding(installed)) return false;
  // Not in a folder above; a package is found by its real path, whatever links lead to it.
  return installed.path.startsWith(realpathSync(folder) + sep);
}

/** The package's own download of the library first; if that is refused, a build against the wheel. */
async function addLibrary(
  packageFolder: string,
  staging: string,
  run: RunOptions,
  step: InstallOptions['step'],
): Promise<'downloaded' | 'built'> {
  step("Trying the package's own download of TensorFlow's library");
  const own = { ...run, cwd: packageFolder };
  const ownScript = join('scripts', 'install.js');
  const found = findPackage(TFJS_NODE.name, join(staging, 'package.json'));
  if ((await succeeds(process.execPath, [ownScript], own)) && found !== null && hasBinding(found)) {
    return 'downloaded';
  }
  step('That was refused: building against the TensorFlow wheel instead; looking for the tools');
  const wheel = await checkRequirements(run);
  step(`Downloading the wheel of ${wheel.requirement} (${String(wheel.bytes / 1e6)} MB) with pip`);
  const file = await downloadWheel(wheel, join(staging, 'wheel'), run);
  step('Unpacking its libraries and headers');
  await unpackWheel(file, packageFolder, run);
  await rm(dirname(file), { recursive: true, force: true });
  step('Compiling the binding with node-gyp');
  await compileBinding(packageFolder, run);
  return 'built';
}

async function verify(packageFolder: string, run: RunOptions): Promise<void> {
  await runTool(
    process.execPath,
    [fileURLToPath(new URL('verify.js', import.meta.url)), packageFolder],
    run,
  );
}

/** False if another installation was faster; ours is then not needed. */
async function moveTo(staging: string, folder: string): Promise<boolean> {
  if (!isInstalled(folder)) await rm(folder, { recursive: true, force: true });
  try {
    await rename(staging, folder);
    return true;
  } catch (error) {
    if (isInstalled(folder)) return false;
    throw error;
  }
}

async function checkSpace(parent: string): Promise<void> {
  const { bavail, bsize } = await statfs(parent);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  throw new EngineError(
    'disk',
    `The native engine needs ${gigabytes(NEEDED_BYTES, 1)} GB of disk while it is installed, and ` +
      `${parent} has ${gigabytes(free, 1)} GB free.`,
    { hint: 'SE_RESNET_HOME names another folder for it.' },
  );
}

/** Folders of installations whose process is gone, which had no time to clean up. */
async function removeAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const pid = /^\.installing-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
