import { existsSync } from 'node:fs';
import { readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../errors.js';
import { gigabytes } from '../../text/bytes.js';
import { systemCode } from '../../system/error.js';
import { makeFolders } from '../../system/folders.js';
import { environment, forgetChecked, writeChecked } from '../native/checked.js';
import { faultIn } from '../native/fault.js';
import { fileStates, sha256 } from '../native/file-state.js';
import { tryInChild } from '../native/trial.js';
import { findPackage } from '../packages.js';
import { hasBinding, installedBefore, libraryFiles, TFJS_NODE } from '../tfjs/tensorflow.js';
import { type Attempt, beginAttempt, madeByInstall, removeAbandoned } from './attempt.js';
import { checkRequirements, compileBinding, downloadWheel, unpackWheel } from './build.js';
import { inFolder, OTHER_FOLDER } from './folder.js';
import { writeLock } from './lock.js';
import {
  filesLeft,
  installationsIn,
  isComplete,
  type Library,
  listFolder,
  MANIFEST_FILES,
  readListing,
  removeListed,
  rmdirIfEmpty,
  writeInstalled,
  writeListing,
} from './manifest.js';
import { succeeds, type RunOptions, runTool } from './tools.js';

/** Bytes on disk once it is installed, and at the most on the way there; measured on Linux, x64. */
export const KEPT_BYTES = 0.86e9;
export const NEEDED_BYTES = 1.5e9;

export interface InstallOptions {
  /** The engine's folder; it and those above it are made if they are missing. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Called as each step begins. */
  readonly step: (what: string) => void;
}

/** How an installation ended. */
export interface InstallResult {
  /** The library was downloaded or built, or a whole engine was there already. */
  readonly outcome: 'downloaded' | 'built' | 'present';
  /** Files of others, or whole folders without a list, that are left of damaged engines. */
  readonly left: readonly string[];
}

/**
 * Installs tfjs-node with TensorFlow's library into a new folder in the engine's, and then removes
 * damaged installations there. Whatever else is in the engine's folder stays as it is. A failure takes
 * back what had been done, and two installations at once do not meet.
 * @throws EngineError that says what is missing, or which step failed and why
 */
export async function installTensorflow(options: InstallOptions): Promise<InstallResult> {
  const { folder, signal, step } = options;
  return inFolder(folder, 'cannot be installed into', async () => {
    if (await isInstalled(folder)) return { outcome: 'present', left: [] };
    checkLength(folder);
    await makeFolders(folder);
    await removeAbandoned(folder);
    await checkSpace(folder);
    const damaged = installationsIn(folder).map((installation) => installation.folder);
    const attempt = await beginAttempt(folder, `tfjs-node-${TFJS_NODE.version}`);
    let outcome: InstallResult['outcome'];
    try {
      outcome = await fill(attempt, folder, signal, step);
    } catch (error) {
      await attempt.takeBack();
      await rmdirIfEmpty(folder);
      throw error;
    }
    const { left, unlisted } = await removeInstallations(damaged);
    return { outcome, left: [...left, ...unlisted] };
  });
}

/** What removing an engine came to. */
export interface RemoveResult {
  /** Whether there was one. */
  readonly removed: boolean;
  /** The files of others that stand in its folders. */
  readonly left: readonly string[];
}

/**
 * Removes what {@link installTensorflow} installed, and nothing else.
 * @throws EngineError if the system refuses it, or if it was not written down what was installed
 */
export async function removeTensorflow(folder: string): Promise<RemoveResult> {
  return inFolder(folder, 'cannot be removed from', async () => {
    const found = (await foldersIn(folder)).map((name) => join(folder, name));
    const installations: string[] = [];
    for (const path of found) {
      if (MANIFEST_FILES.some((name) => existsSync(join(path, name)))) installations.push(path);
    }
    if (found.length > 0) await removeAbandoned(folder);
    const { left, unlisted } = await removeInstallations(installations);
    await forgetChecked(folder);
    await rmdirIfEmpty(folder);
    if (unlisted[0] !== undefined) {
      throw new EngineError(
        'not-listed',
        `${unlisted[0]} has no readable list of what was installed there, and so was not removed.`,
        { hint: 'Delete it by hand if nothing of yours is in it.' },
      );
    }
    const before = installedBefore(folder);
    if (before !== null) {
      throw new EngineError(
        'not-listed',
        `${before.path} was not installed by this release, which keeps a list of what it installs, ` +
          'and so was not removed.',
        { hint: `To remove it, delete ${join(folder, 'node_modules')} by hand.` },
      );
    }
    return { removed: installations.length > 0, left };
  });
}

/** Whether the folder holds an engine of which nothing is missing or changed. */
export async function isInstalled(folder: string): Promise<boolean> {
  for (const installation of installationsIn(folder)) {
    const packageFolder = join(installation.folder, installation.package);
    const isWhole = faultIn(packageFolder, installation.libraries) === null;
    if (isWhole && (await isComplete(installation.folder))) return true;
  }
  return false;
}

/** As far as it is found out at once, since another installation may end at this moment. */
function hasSoundLibraries(folder: string): boolean {
  return installationsIn(folder).some(
    (installation) =>
      faultIn(join(installation.folder, installation.package), installation.libraries) === null,
  );
}

/** Fills the folder of an attempt, and keeps it unless another installation was faster. */
async function fill(
  attempt: Attempt,
  folder: string,
  signal: AbortSignal,
  step: InstallOptions['step'],
): Promise<InstallResult['outcome']> {
  const staging = attempt.folder;
  const run: RunOptions = { cwd: staging, signal };
  step(`Downloading ${TFJS_NODE.name} ${TFJS_NODE.version} with npm`);
  await writeLock(staging);
  // What a user's npm is told to do otherwise.
  const layout = [
    '--package-lock',
    '--install-strategy=hoisted',
    '--global=false',
    '--include=prod',
  ];
  await runTool('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', ...layout], {
    ...run,
    label: 'npm ci',
  });
  const within = `node_modules/${TFJS_NODE.name}`;
  const packageFolder = join(staging, within);
  const outcome = await addLibrary(packageFolder, staging, run, step);
  step('Checking a convolution');
  const failure = await tryInChild({ folder: packageFolder, threads: 1 });
  if (failure !== null) {
    throw new EngineError(
      'library',
      `The native engine that was ${outcome} does not work here: ${failure.reason}.`,
      { hint: 'The wasm engine runs everywhere.' },
    );
  }
  const paths = libraryFiles(packageFolder);
  const states = fileStates(packageFolder, paths) ?? {};
  const libraries: Library[] = paths.map((path) => ({
    path,
    size: states[path]?.size ?? 0,
    sha256: sha256(join(packageFolder, path)),
  }));
  await writeListing(staging, await listFolder(staging, madeByInstall()));
  signal.throwIfAborted();
  if (hasSoundLibraries(folder)) {
    await attempt.takeBack();
    return 'present';
  }
  await writeInstalled(staging, { version: TFJS_NODE.version, package: within, libraries });
  await attempt.keep();
  await writeChecked(packageFolder, { files: states, environment: environment() });
  return outcome;
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
  const wheelFolder = join(staging, 'wheel');
  const file = await downloadWheel(wheel, wheelFolder, run);
  step('Unpacking its libraries and headers');
  await unpackWheel(file, packageFolder, run);
  await rm(wheelFolder, { recursive: true, force: true });
  step('Compiling the binding');
  await compileBinding(packageFolder, join(staging, 'node_modules', 'node-api-headers'), run);
  return 'built';
}

/**
 * Removes installations by their lists.
 * @returns the files of others that are left in their folders, and the folders without a list
 */
async function removeInstallations(
  folders: readonly string[],
): Promise<{ left: string[]; unlisted: string[] }> {
  const left: string[] = [];
  const unlisted: string[] = [];
  for (const folder of folders) {
    const listing = await readListing(folder);
    if (listing === null) {
      unlisted.push(folder);
      continue;
    }
    await removeListed(folder, listing);
    left.push(...(await filesLeft(folder)));
  }
  return { left, unlisted };
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function checkSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  throw new EngineError(
    'disk',
    `The native engine needs ${gigabytes(NEEDED_BYTES, 1)} GB of disk while it is installed, and ` +
      `${folder} has ${gigabytes(free, 1)} GB free.`,
    { hint: OTHER_FOLDER },
  );
}

/** Bytes of the longest path that the system takes, and those of the longest in an engine's folder. */
const LONGEST_PATH = process.platform === 'darwin' ? 1024 : 4096;
const LONGEST_INSIDE = 250;

/** Before anything is downloaded, since npm and the linker would find out later. */
function checkLength(folder: string): void {
  if (Buffer.byteLength(folder) + LONGEST_INSIDE < LONGEST_PATH) return;
  throw new EngineError(
    'folder',
    `The native engine cannot be installed into ${folder}: its path is too long.`,
    {
      hint: OTHER_FOLDER,
      facts: { folder },
    },
  );
}
