-- Why: a store's units are sold to whoever collects there, also where no warehouse has any. An order to collect takes them off
-- the store's shelf when it is placed, and the network counts them until they are handed over or given back. What a store
-- was given is the measure of its alerts, as the allotment is of the network's.

alter table place_stock add column allotment integer not null default 0 check (allotment >= 0);
update place_stock p set allotment = p.on_hand from place w where w.place_id = p.place_id and w.kind = 'store';

-- What stores set aside for paid orders before this was left out of the network, which locked a unit of its own for them.
insert into stock_movement (biz_type, biz_id, action, sku_id, on_hand, at)
select 'receipt', 'pledged', 'pledge', p.sku_id, sum(p.allotted)::int,
  coalesce((select max(m.at) from stock_movement m where m.sku_id = p.sku_id), 0)
from place_stock p join place w on w.place_id = p.place_id and w.kind = 'store' where p.allotted > 0 group by p.sku_id;
update stock s set on_hand = s.on_hand + a.allotted
from (select p.sku_id, sum(p.allotted)::int as allotted
  from place_stock p join place w on w.place_id = p.place_id and w.kind = 'store' group by 1) a
where a.sku_id = s.sku_id and a.allotted > 0;
-- Those of which everything is set aside; the rest is pledged when its store has it.
update purchase set body = jsonb_set(body, '{delivery,pledged}', 'true')
where body->'delivery'->>'way' = 'pickup' and state = 'paid' and exists (
  select 1 from fulfilment f where f.purchase_id = purchase.purchase_id and not exists (
    select 1 from jsonb_array_elements(f.orders) o, jsonb_array_elements(o->'lines') l
    where (l->>'parcelled')::int < (l->>'quantity')::int));
