-- Why: due work calls providers, and nothing of theirs may be waited for inside a transaction. Whoever takes work leases it
-- instead of locking it: until `leased_until`, a wall instant (0: nobody has it). `lease_no` counts the leases, so that an
-- outcome told by someone whose lease was taken over is refused.

alter table due
  add column leased_until bigint not null default 0,
  add column lease_no integer not null default 0;
