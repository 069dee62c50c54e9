-- Why: a node, or a restored copy, that starts with another master key would seal personal data that the others cannot
-- read, and fail on theirs one request at a time. What is kept here tells the right key from any other and gives nothing
-- of it away.

create table master_key_check (
  id smallint primary key default 1 check (id = 1),
  mac bytea not null
);
