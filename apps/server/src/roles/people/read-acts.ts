import type { ACT_KINDS, actsQuery } from '@dacu/contract/api';
import type { z } from 'zod';
import type { Sql } from '../../platform/db/types.ts';

type ActRow = {
  actId: string;
  kind: (typeof ACT_KINDS)[number];
  by: string;
  at: number;
  atWall: number | null;
  subject: string;
  detail: Record<string, string | number | null>;
};

/**
 * What operators did, newest first by campaign time: acts on people and the catalogue, editions, switches and moves of
 * the clock, each from the table that holds it, found by kind, person, time and words. Sessions and passwords of one's own are among them.
 */
export async function readActs(
  sql: Sql,
  { kind, by, q, from, to, cursor, limit }: z.infer<typeof actsQuery>,
): Promise<{ acts: ActRow[]; nextCursor: string | null }> {
  const [at, actId] = /^(\d{1,15}):(\w{1,40})$/.exec(cursor ?? '')?.slice(1) ?? [];
  const rows = await sql.query<ActRow>(
    `select * from (
       select act_id as "actId", kind, acted_by as by, at, at_wall as "atWall", subject, detail from operator_act
       union all
       select edition_id, 'editionPublished', published_by, published_at, null, campaign_id,
              jsonb_build_object('editionNo', edition_no) from edition
       union all
       select switch_id, case when is_on then 'promotionStopped' else 'promotionResumed' end, thrown_by, thrown_at, null,
              target, jsonb_build_object('campaign', campaign_id, 'reason', reason) from switch
       union all
       select move_id, 'clockMoved', moved_by, to_at, moved_at_wall, '',
              jsonb_build_object('from', from_at, 'to', to_at, 'units', delivered_units) from clock_move) acts
     where ($1::text[] is null or kind = any($1)) and ($2::bigint is null or (at, "actId") < ($2, $3::text))
       and ($5::bigint is null or at >= $5) and ($6::bigint is null or at < $6)
       and ($7::text is null or position(lower($7) in lower(by)) > 0)
       and ($8::text is null or position(lower($8) in lower(concat_ws(' ', by, subject,
         (select string_agg(value, ' ') from jsonb_each_text(detail))))) > 0)
     order by at desc, "actId" desc limit $4`,
    [
      kind === undefined || kind.length === 0 ? null : kind,
      at === undefined ? null : Number(at),
      actId ?? null,
      limit + 1,
      from ?? null,
      to ?? null,
      by || null,
      q || null,
    ],
  );
  const acts = rows.slice(0, limit);
  const last = acts.at(-1);
  return { acts, nextCursor: rows.length > limit && last ? `${last.at}:${last.actId}` : null };
}
