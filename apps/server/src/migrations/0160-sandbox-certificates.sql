-- Why: the sandbox also speaks WeChat Pay's older way, in which the platform signs under certificates that it replaces now and
-- then. Instants are of the wall clock, as certificates are.

create table sandbox_certificate (
  serial text primary key,
  private_pem text not null,
  certificate_pem text not null,
  effective_at bigint not null,
  expires_at bigint not null
);
