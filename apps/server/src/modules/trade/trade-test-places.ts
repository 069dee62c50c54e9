import type { Db } from '../../platform/db/types.ts';

/** Two warehouses and a store, as an import of places would leave them. */
export async function putTestPlaces(db: Db): Promise<void> {
  await db.query(
    `insert into place (place_id, kind, name_zh, name_en, address_zh, address_en, province, serves, share)
     values ('wh-east', 'warehouse', '华东仓', 'East', '嘉兴', 'Jiaxing', '330000', '{310000,330000}', 60),
            ('wh-north', 'warehouse', '华北仓', 'North', '廊坊', 'Langfang', '130000', '{110000,130000}', 40),
            ('st-beijing', 'store', '三里屯店', 'Sanlitun', '三里屯', 'Sanlitun', '110000', '{110000}', 0)`,
  );
}
