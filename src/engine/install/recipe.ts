import type { NativeEngine } from '../native/native-engine.js';
import type { InstalledPackage } from '../packages.js';
import type { RunOptions } from './tools.js';

/** Bytes that an installation takes. */
export interface RecipeBytes {
  /** To download, at the most. */
  readonly downloaded: number;
  /** On disk once it is installed. */
  readonly kept: number;
  /** On disk at the most on the way there. */
  readonly needed: number;
}

/** What a recipe works with. */
export interface Kitchen {
  /** The folder that is installed into. */
  readonly staging: string;
  /** The folder of the engine's package in it, as npm has put it there without running its scripts. */
  readonly packageFolder: string;
  readonly run: RunOptions;
  /** Called as each step begins. */
  readonly step: (what: string) => void;
}

/** How the package of an engine is installed, and made to run. */
export interface Recipe {
  readonly engine: NativeEngine;
  /** The name of npm's lock file of what is fetched. */
  readonly lock: string;
  /** What is made at the top of the folder besides what npm makes. */
  readonly top: readonly string[];
  /**
   * What it takes on this machine.
   * @throws EngineError if the engine cannot be installed here at all
   */
  bytes(): RecipeBytes;
  /**
   * Adds to what npm has fetched what is missing, and takes away what nothing reads.
   * @returns how the library was got
   * @throws EngineError that says what is missing, or what failed and why
   */
  complete(kitchen: Kitchen): Promise<'downloaded' | 'built'>;
  /** What releases put into the engine's folder that kept no list; null if there is nothing. */
  installedBefore?(folder: string): InstalledPackage | null;
}
