-- Why: who paid may ask for an invoice, one for each shop's order. To whom it is made out is sealed under the shopper's
-- key. What went back is kept by order, because an invoice is of what stayed paid, and is corrected by a red note when
-- more goes back later.

create table invoice (
  invoice_id text primary key,
  -- `${shopperId}:${Idempotency-Key}`
  claim_key text not null unique,
  body_hash text not null,
  purchase_id text not null,
  order_id text not null,
  shop_id text not null,
  shopper_id text not null,
  kind text not null check (kind in ('person', 'company')),
  state text not null check (state in ('requested', 'issued', 'voided')),
  sealed_details text not null,
  requested_at bigint not null,
  issued_at bigint,
  issued_fen bigint,
  number text,
  voided_at bigint,
  note text
);
-- Two that ask at once meet here.
create unique index invoice_order_standing on invoice (order_id) where state <> 'voided';
create index invoice_requested on invoice (requested_at, invoice_id);

create table order_refund (
  refund_id text not null,
  order_id text not null,
  fen bigint not null,
  at bigint not null,
  -- The invoice that it corrects, when one had been issued.
  invoice_id text,
  primary key (refund_id, order_id)
);
create index order_refund_order on order_refund (order_id);
