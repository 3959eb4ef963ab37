// @ts-check
/**
 * Who may import whom: architecture as data. A file belongs to the first rule whose folder it is in; it may
 * import from its own folder and from what the rule allows, and nothing else.
 *
 * `allow` holds folders of this repository, names of packages, and 'node:' for Node's own modules.
 *
 * @typedef {object} ImportRule
 * @property {string} folder
 * @property {readonly string[]} allow
 *
 * @type {readonly ImportRule[]}
 */
export const importRules = [
  { folder: 'electron/contract', allow: [] },
  {
    folder: 'electron/engine',
    allow: ['electron/contract', 'zod', 'fastest-levenshtein', 'hyparquet-writer'],
  },
  {
    folder: 'electron/host',
    allow: ['electron/contract', 'electron/engine', 'node:', '@photostructure/sqlite'],
  },
  { folder: 'electron/worker', allow: ['electron/contract', 'electron/engine', 'node:'] },
  {
    folder: 'electron/report',
    allow: [
      'electron/contract',
      'electron/engine',
      'renderer/charts',
      'renderer/report',
      'node:',
      'linkedom',
      '@resvg/resvg-wasm',
    ],
  },
  {
    folder: 'electron/main',
    allow: ['electron/contract', 'electron/engine', 'electron/host', 'node:', 'electron'],
  },
  { folder: 'electron/preload', allow: ['electron/contract', 'electron'] },
  {
    folder: 'electron/web',
    allow: ['electron/contract', 'electron/engine', 'electron/host', 'node:', 'package.json'],
  },
  {
    folder: 'electron/cli',
    allow: [
      'electron/contract',
      'electron/engine',
      'electron/host',
      'node:',
      'commander',
      'package.json',
    ],
  },
  { folder: 'renderer/theme', allow: ['@mantine/core'] },
  {
    folder: 'renderer',
    allow: [
      'electron/contract',
      'electron/engine',
      'react',
      'react-dom',
      'react-markdown',
      'recharts',
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/spotlight',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      '@fontsource-variable/inter',
      'vite',
      '@vitejs/plugin-react',
    ],
  },
];

/**
 * The same for native code, where an include is a path below `native` or a header in angle brackets.
 * `headers` lists the foreign headers that only this folder may include.
 *
 * @typedef {object} IncludeRule
 * @property {string} folder
 * @property {readonly string[]} allow
 *
 * @type {readonly IncludeRule[]}
 */
export const includeRules = [
  { folder: 'native/api', allow: [] },
  { folder: 'native/kernels/common', allow: ['api'] },
  { folder: 'native/kernels/cpu', allow: ['api', 'kernels/common'] },
  { folder: 'native/kernels/sm90', allow: ['api', 'kernels/common', 'emulator/ptx/ptx.hpp'] },
  { folder: 'native/emulator', allow: ['kernels/common', 'kernels/sm90/ptx/types.hpp'] },
  { folder: 'native/reference', allow: ['api', 'kernels/common'] },
  { folder: 'native/measure', allow: ['api', 'reference', 'kernels/common'] },
  { folder: 'native/addon', allow: ['api', 'measure', 'reference'] },
];

/** Headers in angle brackets that belong to one folder alone. */
export const ownedHeaders = [
  { header: /^napi\.h$/, folder: 'native/addon' },
  { header: /^cuda.*\.h$/, folder: 'native/kernels/sm90' },
];
