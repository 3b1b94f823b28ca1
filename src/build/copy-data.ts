/* Run by the build, after the compiler: puts data that the code reads beside it. */
import { copyFileSync } from 'node:fs';

const FILES = ['engine/install/onnxruntime-node.lock.json', 'engine/install/tfjs-node.lock.json'];

for (const file of FILES) {
  copyFileSync(
    new URL(`../../src/${file}`, import.meta.url),
    new URL(`../${file}`, import.meta.url),
  );
}
