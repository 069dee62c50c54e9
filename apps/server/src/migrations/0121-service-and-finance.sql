-- Why: who works cases through and who releases large refunds are people of their own: customer service and finance.

alter table operator drop constraint operator_role_check;
alter table operator add constraint operator_role_check
  check (role in ('commander', 'merchandiser', 'service', 'finance', 'analyst'));
