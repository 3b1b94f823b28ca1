import type * as tfjsWasm from '@tensorflow/tfjs-backend-wasm';
import type * as tfjsCore from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** An installed package, by its package.json. */
export interface InstalledPackage {
  readonly version: string;
  /** The package's folder. */
  readonly path: string;
}

interface Packages {
  '@tensorflow/tfjs-core': typeof tfjsCore;
  '@tensorflow/tfjs-backend-wasm': typeof tfjsWasm;
}

/**
 * Loads TensorFlow.js by `require`: it ships both module formats, and its CommonJS bundles load 60 ms
 * faster on Node 20 than its hundreds of ES modules.
 */
export const requirePackage: <Name extends keyof Packages>(name: Name) => Packages[Name] =
  createRequire(import.meta.url);

/**
 * Finds a package without loading it; null if it is not installed, or its package.json cannot be read.
 * @param from a file; the node_modules beside it and in the folders above it are searched
 */
export function findPackage(name: string, from: string = import.meta.url): InstalledPackage | null {
  try {
    const manifest = createRequire(from).resolve(`${name}/package.json`);
    const { version } = parseManifest(readFileSync(manifest, 'utf8'));
    return { version, path: dirname(manifest) };
  } catch {
    return null;
  }
}

function parseManifest(text: string): { version: string } {
  // Node's own reader of such a file takes a byte order mark too.
  const manifest: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return { version: hasVersion && typeof manifest.version === 'string' ? manifest.version : '' };
}
