import type { Tx } from '../../../../platform/db/types.ts';
import { OCCASION_TOKEN } from './dictionary.ts';
import { lexeme } from './search-query.ts';
import { piecesOf, wordsOf } from './words.ts';

type Row = {
  product_id: string;
  title: string;
  kin: string;
  details: string;
  variants: string;
  enrolled: boolean;
};
type Weight = 'A' | 'B' | 'C' | 'D';

/** Writes the words under which these products are found, from what the transaction has just written. */
export async function indexProducts(tx: Tx, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return;
  const rows = await tx.query<Row>(
    `select product_id, concat_ws(' ', title_zh, title_en) as title,
       concat_ws(' ', b.name_zh, b.name_en, c.name_zh, c.name_en) as kin,
       concat_ws(' ', subtitle_zh, subtitle_en, array_to_string(tags, ' '), s.name_zh, s.name_en,
         (select string_agg(concat_ws(' ', a->'value'->>'zh', a->'value'->>'en'), ' ')
          from jsonb_array_elements(attributes) as a)) as details,
       (select string_agg(concat_ws(' ', k.title_zh, k.title_en), ' ') from sku k
        where k.product_id = p.product_id) as variants,
       exists (select from enrolment e where e.product_id = p.product_id) as enrolled
     from product p join brand b using (brand_id) join category c using (category_id) join shop s using (shop_id)
     where product_id = any($1::text[])`,
    [productIds],
  );
  await tx.query(
    `insert into product_search (product_id, words)
     select product_id, words::tsvector from unnest($1::text[], $2::text[]) as found (product_id, words)
     on conflict (product_id) do update set words = excluded.words`,
    [rows.map((row) => row.product_id), rows.map(vectorOf)],
  );
}

/** A tsvector literal: each word once, with the best weight it has. */
function vectorOf(row: Row): string {
  const weights = new Map<string, Weight>();
  const put = (words: readonly string[], weight: Weight) => {
    for (const word of words) if (!weights.has(word)) weights.set(word, weight);
  };
  put(wordsOf(row.title), 'A');
  put(wordsOf(row.kin), 'B');
  put(wordsOf(`${row.details} ${row.variants}`), 'C');
  put(piecesOf(`${row.title} ${row.kin}`), 'D');
  if (row.enrolled) put([OCCASION_TOKEN], 'D');
  return [...weights].map(([word, weight], index) => `${lexeme(word)}:${index + 1}${weight}`).join(' ');
}
