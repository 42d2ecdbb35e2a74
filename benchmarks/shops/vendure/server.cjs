// A Vendure shop to measure beside ours: node server.cjs populate | serve PORT | worker
// The database stands in PGHOST (a folder: PostgreSQL's socket), PGUSER and PGDATABASE; SHELVES says how many goods.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const {
  bootstrap, bootstrapWorker, DefaultJobQueuePlugin, DefaultLogger, DefaultSchedulerPlugin, DefaultSearchPlugin,
  dummyPaymentHandler, LanguageCode, LogLevel,
} = require('@vendure/core');
const { populate } = require('@vendure/core/cli');

const [what, port = '0'] = process.argv.slice(2);

// The plugins its own starter enables, without those for pictures, letters and the dashboard.
const config = {
  logger: new DefaultLogger({ level: LogLevel.Warn }),
  apiOptions: { port: Number(port), hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: ['bearer', 'cookie'],
    superadminCredentials: { identifier: 'measuring', password: 'opens only this shop, for a minute' },
    requireVerification: false,
    cookieOptions: { secret: 'only for measuring' },
  },
  dbConnectionOptions: {
    type: 'postgres',
    host: process.env.PGHOST,
    username: process.env.PGUSER,
    database: process.env.PGDATABASE,
    synchronize: what === 'populate',
    logging: false,
    extra: { max: 20 },
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  plugins: [
    DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true }),
    DefaultSearchPlugin.init({ bufferUpdates: false, indexStockStatus: true }),
    DefaultSchedulerPlugin.init(),
  ],
};

const world = {
  defaultLanguage: LanguageCode.en,
  defaultZone: 'Asia',
  countries: [{ name: 'China', code: 'CN', zone: 'Asia' }],
  taxRates: [{ name: 'Standard Tax', percentage: 9 }],
  shippingMethods: [{ name: 'To the door', price: 500 }],
  paymentMethods: [{
    name: 'Sandbox',
    handler: { code: dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: 'true' }] },
  }],
  collections: [],
};

function goods(count) {
  const head = 'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,' +
    'trackInventory,variantAssets,variantFacets';
  const rows = Array.from({ length: count }, (_, n) => `Goods ${n},goods-${n},,,,,,G-${n},120.00,standard,1000000,true,,`);
  const file = path.resolve('goods.csv');
  fs.writeFileSync(file, [head, ...rows, ''].join('\n'));
  return file;
}

async function fill() {
  const importing = { ...config, importExportOptions: { importAssetsDir: process.cwd() } };
  const shop = await populate(() => bootstrap(importing), world, goods(Number(process.env.SHELVES)));
  await shop.close();
  process.exit(0);
}

async function main() {
  if (what === 'populate') return fill();
  if (what === 'worker') await (await bootstrapWorker(config)).startJobQueue();
  else await bootstrap(config);
  console.log('ready');
}

main().catch(problem => {
  console.error(problem);
  process.exit(1);
});
