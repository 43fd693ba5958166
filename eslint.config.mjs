// Lint that understands types. Everything is an error: a warning is a thing nobody decided.
// @ts-check
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { banConfigs, plugin } from './scripts/check/lint-plugin.ts';

const scriptFiles = ['**/*.mjs', '**/*.cjs'];
const testFiles = ['test/**', '**/*.test.ts'];

export default defineConfig(
  {
    ignores: ['out/**', 'dist/**', '.cache/**', 'node_modules/**', 'test-results/**', 'test/**/fixtures/**'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { gatehouse: plugin },
    rules: {
      'gatehouse/disable-needs-reason': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/strict-boolean-expressions': 'off',
      // Numbers in messages are plain to read and cannot print as [object Object].
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An async function may satisfy a port whose other implementations wait.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'max-lines': ['error', { max: 400 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constant-binary-expression': 'error',
      'no-control-regex': 'off',
      'no-debugger': 'error',
      'no-empty-character-class': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-promise-executor-return': 'off',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-useless-catch': 'error',
      'object-shorthand': 'error',
    },
  },
  banConfigs,
  {
    // A process reads the tables of languages for the first of these: at each start, if that is where it stands.
    files: ['main/**', 'preload/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > NewExpression[callee.object.name="Intl"]',
          message: 'Make it where it is used: the first one of a process takes 10 ms.',
        },
      ],
    },
  },
  { files: testFiles, rules: { 'max-lines': 'off' } },
  {
    // CommonJS stands outside every tsconfig.
    files: ['**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // Types stand in comments there: what the compiler infers from JSDoc is enough for these rules.
    files: scriptFiles,
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // A JSDoc cast is invisible to these rules; the compiler checks the files with it.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
