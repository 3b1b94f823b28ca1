/*
 * Run by the build, after the compiler: writes the JSON Schemas beside the compiled code, where the
 * package exports them as se-resnet/schema/*.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from '../documents/json-schemas.js';

mkdirSync(new URL('../schema/', import.meta.url), { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas())) {
  const file = new URL(`../schema/${name}`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
