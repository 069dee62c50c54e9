-- Why: an edition is not published while an error of law stands, unless somebody answers for it by name and with a
-- reason. Waivers are appended and never changed; what the law said about an edition when it was published, and who had
-- waived what, stays beside it.

create table law_waiver (
  waiver_id text primary key,
  campaign_id text not null,
  -- Rule, subject and a fingerprint of the evidence.
  finding_id text not null,
  -- The finding as it was shown to whoever waived it.
  finding jsonb not null,
  reason text not null,
  -- Campaign time.
  waived_at bigint not null,
  waived_by text not null
);
create index law_waiver_of_campaign on law_waiver (campaign_id, finding_id, waived_at);

-- Findings of the law at publication, each with its waiver or null.
alter table edition add column law jsonb not null default '[]'::jsonb;
