import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The order in which the rooms of src/ may import one another: each may use those before it. What a
 * room holds is in CONTRIBUTING.md.
 */
const ROOMS = [
  ['errors', 'text'],
  ['system'],
  ['ops'],
  ['tensor'],
  ['nn'],
  ['models', 'trace'],
  ['summary'],
  ['engine'],
  ['weights'],
  ['documents'],
  ['report'],
  ['diff'],
  ['check'],
  ['run'],
  ['index'],
  ['cli'],
];

/** Rooms that know no engine, so that what they do needs none to be there. */
const WITHOUT_ENGINES = ['nn', 'trace', 'summary', 'report', 'diff', 'check'];

/**
 * Within models/, what the article's networks are made of knows nothing of the paper's and the zoos', and
 * a zoo nothing of the paper's: only what lists or builds them all does.
 */
const MODELS = [
  {
    files: ['src/models/*.ts', 'src/models/{article,attention}/**/*.ts'],
    ignores: ['src/models/create.ts'],
    barred: ['zoo', 'paper'],
  },
  { files: ['src/models/zoo/*/**/*.ts'], ignores: [], barred: ['paper'] },
];

/** What loads the networks of all zoos at once. */
const ALL_NETWORKS = {
  regex: '/models/(create|zoo/all)\\.js$',
  message: 'A command loads the networks that it was asked for, by models/zoo/index.ts.',
};

/** The only rooms that know these packages. */
const PACKAGES = {
  '@tensorflow/': 'engine',
  chalk: 'cli',
  commander: 'cli',
  pbf: 'engine',
  zod: 'documents',
};

/** What a room must not import, as patterns of the rule. */
function barredFrom(room, isFile) {
  const index = ROOMS.findIndex((rooms) => rooms.includes(room));
  const later = ROOMS.slice(index + 1).flat();
  const barred = [...later, ...(WITHOUT_ENGINES.includes(room) ? ['engine'] : [])];
  return [
    {
      regex: `^${isFile ? '\\./' : '(\\.\\./)+'}(${barred.join('|') || '-'})(/|\\.js$)`,
      message: `${room} comes before this in the order of the rooms.`,
    },
    ...Object.entries(PACKAGES)
      .filter(([, owner]) => owner !== room)
      .map(([name, owner]) => ({
        regex: `^${name}${name.endsWith('/') ? '' : '($|/)'}`,
        message: `Only src/${owner} imports ${name}.`,
      })),
  ];
}

const restrictImports = (patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const roomRules = ROOMS.flat().map((room) => {
  const isFile = ['errors', 'run', 'index'].includes(room);
  return {
    files: [isFile ? `src/${room}.ts` : `src/${room}/**/*.ts`],
    rules: restrictImports([
      ...barredFrom(room, isFile),
      ...(room === 'cli' ? [ALL_NETWORKS] : []),
    ]),
  };
});

const modelRules = MODELS.map(({ files, ignores, barred }) => ({
  files,
  ignores,
  rules: restrictImports([
    ...barredFrom('models', false),
    {
      regex: `^(\\./|(\\.\\./)+)(${barred.join('|')})/`,
      message: 'In models/, this comes before the networks of the paper and of the zoos.',
    },
  ]),
}));

export default tseslint.config(
  { ignores: ['dist/', 'fixtures/', 'node_modules/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/explicit-function-return-type': [
        'error',
        { allowExpressions: true, allowTypedFunctionExpressions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // The terminal, the environment and the process are for cli/ alone, which hands on what others
    // need; engines have to find their libraries, and know the memory that is left.
    files: ['src/**'],
    ignores: ['src/cli/**', 'src/engine/**', 'src/build/**'],
    rules: { 'no-restricted-globals': ['error', 'process', 'console'] },
  },
  ...roomRules,
  ...modelRules,
  {
    files: ['*.js', 'bin/**', 'scripts/**', 'test/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': 'off',
      '@typescript-eslint/explicit-function-return-type': 'off',
      // The compiler knows Node's globals.
      'no-undef': 'off',
    },
  },
  { files: ['*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
