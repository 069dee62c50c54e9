-- Why: work that was given up on waits for a person; among millions of rows that are done, it is found by index.

create index due_given_up on due (at, kind, key) where state = 'failed';
