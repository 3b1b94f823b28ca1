/** The keys of a table, typed. */
export function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] {
  const isKey = (name: string): name is Key => name in table;
  return Object.keys(table).filter(isKey);
}

/** A table with the keys of another one, and values made from them. */
export function mapTable<Key extends string, Value>(
  table: Readonly<Record<Key, unknown>>,
  make: (key: Key) => Value,
): Record<Key, Value> {
  const keys = keysOf(table);
  const isWhole = (made: Record<string, Value>): made is Record<Key, Value> =>
    keys.every((key) => key in made);
  const made = Object.fromEntries(keys.map((key) => [key, make(key)]));
  if (isWhole(made)) return made;
  throw new Error('a table lost a key');
}

/** A name in camel case as flags write it: `numClasses` → `num-classes`. */
export function kebabCase(name: string): string {
  let text = '';
  for (const letter of name) {
    const small = letter.toLowerCase();
    text += small === letter ? letter : `-${small}`;
  }
  return text;
}

/** Whether a value is an object, whose fields can be asked for. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
