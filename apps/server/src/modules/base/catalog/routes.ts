import { createReadStream } from 'node:fs';
import { categoriesView, favouritesView, importView, productView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { imagePath } from './images.ts';
import { FILE_BYTES_MAX, type UploadedFile } from './import/read-tables.ts';
import type { Catalog } from './index.ts';
import { itemsRoutes } from './items-routes.ts';
import { type CatalogPorts, presentCards, presentProduct } from './present.ts';
import { searchRoutes } from './search-routes.ts';
import type { StockRow } from './types.ts';

export type CatalogRouteDeps = {
  readonly clocks: Clocks;
  readonly ports: CatalogPorts;
  /** Null for somebody without a session: pages of products are open to everyone. */
  readonly shopperOf: (request: FastifyRequest) => Promise<string | null>;
  /** Throws the refusal of somebody who is no operator. */
  readonly requireOperator: (request: FastifyRequest) => Promise<unknown>;
  /** Throws the refusal of somebody who may not import. */
  readonly requireImporter: (request: FastifyRequest) => Promise<{ readonly name: string }>;
  readonly receiveStock: (tx: Tx, rows: readonly StockRow[], at: number) => Promise<void>;
  /** Writes down who imported how much. */
  readonly noteImport: (tx: Tx, by: string, counts: { products: number; skus: number }) => Promise<void>;
};

const FILES_MAX = 6;
/** As `/openapi.json` tells it; the parts are read one by one. */
const UPLOAD = {
  type: 'object',
  required: ['file'],
  properties: {
    file: {
      type: 'array',
      minItems: 1,
      maxItems: FILES_MAX,
      items: { type: 'string', contentMediaType: 'application/octet-stream' },
      description: `CSV or XLSX, ${FILE_BYTES_MAX} bytes each at most; what a file holds is known by its header row`,
    },
    dryRun: { type: 'string', enum: ['true', 'false'], default: 'false' },
  },
};
const done = z.object({ ok: z.literal(true) });
const productParams = z.object({ productId: z.string().max(48) });

/**
 * GET /api/categories · /api/products · /api/search-words · /api/products/:productId · /api/favourites (PUT and DELETE /:productId) ·
 * GET /api/ops/catalogue/items · POST /api/ops/catalogue/import (multipart: up to four files, `dryRun`) · GET /assets/catalogue/:file
 */
export function catalogRoutes(app: FastifyInstance, catalog: Catalog, deps: CatalogRouteDeps): void {
  browsing(app, catalog, deps);
  itemsRoutes(app, catalog, deps);
  favourites(app, catalog, deps);
  pictures(app);
  // A scope of its own: only this route reads multipart bodies.
  app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { files: FILES_MAX, fileSize: FILE_BYTES_MAX, fields: 4, fieldSize: 100, parts: FILES_MAX + 4 },
    });
    importing(scope, catalog, deps);
  });
}

function browsing(app: FastifyInstance, catalog: Catalog, { clocks, ports, shopperOf }: CatalogRouteDeps) {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  searchRoutes(app, catalog, { clocks, ports });

  routes.get(
    '/api/categories',
    {
      schema: {
        summary: 'The categories that have products',
        description: '`productCount` counts the products on sale. Public.',
        tags: ['shop'],
        response: { 200: categoriesView },
      },
    },
    async () => ({
      categories: (await catalog.categories()).map(({ categoryId, title, imageUrl, productCount }) => ({
        categoryId,
        title,
        imageUrl,
        productCount,
      })),
    }),
  );

  routes.get(
    '/api/products/:productId',
    {
      schema: {
        summary: 'One product with its items, price history and flash slot',
        description:
          '404 `notFound` also for a product that is not on sale. `favourite` is false without a session. The price history has one row a day (Asia/Shanghai), oldest first. Public.',
        tags: ['shop'],
        params: productParams,
        response: { 200: productView },
      },
      config: { refusals: ['notFound'] },
    },
    async (request) => {
      const product = await catalog.product(request.params.productId);
      if (product === null || !product.onSale) throw new Refusal('notFound');
      const shopperId = await shopperOf(request);
      const favourite = shopperId !== null && (await catalog.favourites.has(shopperId, product.productId));
      return presentProduct(catalog, ports, { product, at: clocks.campaign.now(), favourite });
    },
  );
}

function favourites(app: FastifyInstance, catalog: Catalog, { clocks, ports, shopperOf }: CatalogRouteDeps) {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  async function signedIn(request: FastifyRequest): Promise<string> {
    const shopperId = await shopperOf(request);
    if (shopperId === null) throw new Refusal('notSignedIn');
    return shopperId;
  }

  routes.get(
    '/api/favourites',
    {
      schema: {
        summary: 'The shopper’s favourites',
        description: 'The one kept last comes first; at most 200.',
        tags: ['shop'],
        response: { 200: favouritesView },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const ids = await catalog.favourites.list(await signedIn(request));
      const products = await catalog.products(ids);
      return { products: await presentCards(catalog, ports, products, clocks.campaign.now()) };
    },
  );

  routes.put(
    '/api/favourites/:productId',
    {
      schema: {
        summary: 'Keeps a product as favourite',
        description: 'Repeating it changes nothing. 409 `favouritesFull` at 200 products.',
        tags: ['shop'],
        params: productParams,
        response: { 200: done },
      },
      config: { refusals: ['notSignedIn', 'notFound', 'favouritesFull'] },
    },
    async (request) => {
      const shopperId = await signedIn(request);
      const answer = await catalog.favourites.add(shopperId, request.params.productId, clocks.campaign.now());
      if (answer !== 'kept') throw new Refusal(answer);
      return { ok: true as const };
    },
  );

  routes.delete(
    '/api/favourites/:productId',
    {
      schema: {
        summary: 'Removes a favourite',
        description: 'Repeating it changes nothing, and neither does a product that is no favourite.',
        tags: ['shop'],
        params: productParams,
        response: { 200: done },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      await catalog.favourites.remove(await signedIn(request), request.params.productId);
      return { ok: true as const };
    },
  );
}

function importing(app: FastifyInstance, catalog: Catalog, deps: CatalogRouteDeps) {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/ops/catalogue/import',
    {
      schema: {
        summary: 'Imports shops, products, prices and store prices from CSV or XLSX',
        description:
          'Commander and merchandiser. Up to four files of 8 MiB and 20 000 rows each. All or nothing: one bad row imports nothing and 422 `importInvalid` lists every finding with file, line and column. With `dryRun=true` nothing is ever imported; the findings come with 200, and `preview` counts what would be new, changed and unchanged and lists at most 1 000 changes with their values before and after. Amounts in the files are yuan with at most two decimals.',
        tags: ['ops'],
        consumes: ['multipart/form-data'],
        response: { 200: importView },
      },
      config: {
        roles: ['commander', 'merchandiser'],
        act: { zh: '预检并导入商品、店铺和价格', en: 'Preview and import products, shops and prices' },
        refusals: ['notSignedIn', 'passwordChangeRequired', 'forbidden', 'importInvalid'],
        takes: { type: 'multipart/form-data', schema: UPLOAD },
      },
      onRequest: async (request) => {
        await deps.requireImporter(request);
      },
    },
    async (request) => {
      const { name } = await deps.requireImporter(request);
      const { files, dryRun } = await readUpload(request);
      const at = deps.clocks.campaign.now();
      const outcome = await catalog.importCatalogue({
        files,
        at,
        dryRun,
        receiveStock: (tx, rows) => deps.receiveStock(tx, rows, at),
        note: (tx, counts) => deps.noteImport(tx, name, counts),
      });
      // A rehearsal of an import answers with its findings; a real one that found any has been refused.
      if (outcome.errors.length > 0 && !dryRun)
        throw new Refusal('importInvalid', { errors: outcome.errors });
      return {
        ...outcome,
        errors: [...outcome.errors],
        preview: outcome.preview && {
          ...outcome.preview,
          changes: outcome.preview.changes.map((change) => ({ ...change, fields: [...change.fields] })),
        },
      };
    },
  );
}

async function readUpload(request: FastifyRequest): Promise<{ files: UploadedFile[]; dryRun: boolean }> {
  const files: UploadedFile[] = [];
  let dryRun = false;
  if (!request.isMultipart()) throw new Refusal('invalidRequest', wanted('body', 'multipart/form-data'));
  for await (const part of request.parts()) {
    if (part.type === 'file') files.push({ name: shortName(part.filename), bytes: await part.toBuffer() });
    else if (part.fieldname === 'dryRun') dryRun = part.value === 'true';
  }
  if (files.length === 0) throw new Refusal('invalidRequest', wanted('body.file', 'CSV | XLSX'));
  return { files, dryRun };
}

function wanted(place: string, allowed: string) {
  return { errors: [{ place, found: '—', allowed }] };
}

function shortName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').slice(0, 120);
}

/** Pictures never change under their name, so browsers and edge caches may keep them for a year. */
function pictures(app: FastifyInstance) {
  app.get('/assets/catalogue/:file', { schema: { hide: true } }, async (request, reply) => {
    const { file } = request.params as { file: string };
    const path = file.endsWith('.webp') ? imagePath(file.slice(0, -'.webp'.length)) : null;
    if (path === null) throw new Refusal('notFound');
    return reply
      .type('image/webp')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(createReadStream(path));
  });
}
