import { writeFileSync } from 'node:fs';
import { URL } from 'node:url';
import { jsonSchemas } from '../dist/schema/json-schema.js';

// Run by `npm run schema`; a test compares the files with the definitions that they come from.
for (const [name, schema] of Object.entries(jsonSchemas())) {
  const file = new URL(`../schema/${name}`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
