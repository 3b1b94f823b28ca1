import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The order in which the parts of src/ may import one another: each may use those before it.
 * What a name stands for is told in the README.
 */
const LAYERS = [
  ['errors', 'process', 'files', 'commander'],
  ['engine'],
  ['nn'],
  ['models', 'weights'],
  ['trace'],
  ['summary'],
  ['schema'],
  ['report'],
  ['check'],
  ['compare'],
  ['terminal', 'inspect', 'compute', 'options'],
  ['commands'],
  ['main', 'index'],
];

const layerRules = LAYERS.flatMap((layer, index) => {
  const later = LAYERS.slice(index + 1).flat();
  return layer.map((part) => ({
    files: [`src/${part}.ts`, `src/${part}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\.?/)+(${later.join('|') || '-'})(/|\\.js$)`,
              message: `${part} comes before this in the order of the layers.`,
            },
            ...(part === 'engine'
              ? []
              : [
                  {
                    regex: '^@tensorflow/',
                    message: 'Only src/engine knows TensorFlow.js.',
                  },
                ]),
            ...(part === 'terminal'
              ? []
              : [{ regex: '^chalk$', message: 'Only src/terminal imports chalk.' }]),
            ...(part === 'commander'
              ? []
              : [{ regex: '^commander$', message: 'Only src/commander.ts imports commander.' }]),
            ...(part === 'schema'
              ? []
              : [{ regex: '^zod($|/)', message: 'Only src/schema imports zod.' }]),
          ],
        },
      ],
    },
  }));
});

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
  ...layerRules,
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
