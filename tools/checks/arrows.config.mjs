/** The arrows of ARCHITECTURE.md as rules: whoever may import whom. A new module or arrow needs a record in docs/decisions. */

const base = '^apps/server/src/modules/base/';
const trade = '^apps/server/src/modules/trade/';
const watch = '^apps/server/src/modules/watch/';
const TEST = '(\\.test\\.tsx?|-test-bench\\.ts|/testing/.*)$';

/** Drawn arrows between modules of one floor. */
const sideways = [
  ['base/plan', ['base/catalog']],
  ['trade/orders', ['trade/offers', 'trade/stock', 'trade/payment', 'trade/draws']],
  ['trade/coupons', ['trade/offers']],
  ['trade/protection', ['trade/orders', 'trade/offers', 'trade/payment']],
  ['trade/parity', ['trade/offers']],
  ['trade/invoices', ['trade/orders']],
  ['trade/fulfilment', ['trade/orders', 'trade/stock', 'trade/offers']],
  [
    'trade/aftercare',
    ['trade/orders', 'trade/payment', 'trade/stock', 'trade/protection', 'trade/draws', 'trade/fulfilment'],
  ],
];
const allowedBeside = (name) => sideways.find(([from]) => from === name)?.[1] ?? [];
const modules = [
  'base/catalog',
  'base/plan',
  'base/members',
  'trade/offers',
  'trade/stock',
  'trade/payment',
  'trade/orders',
  'trade/aftercare',
  'trade/invoices',
  'trade/fulfilment',
  'trade/protection',
  'trade/parity',
  'trade/coupons',
  'trade/draws',
  'watch/insight',
  'watch/rehearsals',
  'watch/replays',
];

const sameFloor = modules.map((name) => {
  const floor = name.split('/')[0];
  return {
    name: `arrow-from-${name.replace('/', '-')}`,
    severity: 'error',
    from: { path: `^apps/server/src/modules/${name}/`, pathNot: TEST },
    to: {
      path: `^apps/server/src/modules/${floor}/`,
      pathNot: [name, ...allowedBeside(name)].map((allowed) => `^apps/server/src/modules/${allowed}/`),
    },
  };
});

export default {
  forbidden: [
    {
      // A type that looks back is no circle when the program runs.
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'engine-imports-nothing',
      severity: 'error',
      from: { path: '^packages/engine/src', pathNot: TEST },
      to: { pathNot: '^packages/engine/src' },
    },
    {
      name: 'contract-imports-engine-only',
      severity: 'error',
      from: { path: '^packages/contract/src' },
      to: { path: '^(apps|packages/ui)/' },
    },
    {
      name: 'ui-imports-contract-and-money',
      severity: 'error',
      from: { path: '^packages/ui/src', pathNot: TEST },
      to: { path: '^(apps/|packages/engine/src/(?!money))' },
    },
    {
      name: 'apps-stand-apart',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'base-looks-down-only',
      severity: 'error',
      from: { path: base, pathNot: TEST },
      to: { path: `${trade}|${watch}|^apps/server/src/(roles|context)` },
    },
    {
      name: 'trade-looks-down-only',
      severity: 'error',
      from: { path: trade, pathNot: TEST },
      to: { path: `${watch}|^apps/server/src/(roles|context)` },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^apps/server/src/platform/', pathNot: TEST },
      to: { path: '^apps/server/src/(modules|roles|context)' },
    },
    {
      name: 'modules-by-their-face',
      severity: 'error',
      from: { path: '^apps/server/src/modules/([^/]+/[^/]+)/', pathNot: TEST },
      to: { path: '^apps/server/src/modules/', pathNot: ['^apps/server/src/modules/$1/', '/index\\.ts$'] },
    },
    ...sameFloor,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },

    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
