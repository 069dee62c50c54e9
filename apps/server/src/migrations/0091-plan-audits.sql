-- Why: an audit of a plan takes minutes. What the last one of a text found is kept, so that whoever opens that draft or
-- edition sees it at once, on any node. One that is running is known to the node that runs it.

create table plan_audit (
  audit_id text primary key,
  campaign_id text not null,
  -- SHA-256 of the text that was audited.
  text_hash text not null,
  -- The audit as it is shown: state, bounds, findings with carts.
  view jsonb not null,
  -- Wall time.
  ended_at bigint not null
);
create index plan_audit_of_text on plan_audit (campaign_id, text_hash, ended_at desc);
