/**
 * `npm run operator`: who may sign in to the console. With a name: a new one-time password for that operator, whose
 * password and sessions end. With a name and a role: the same, and an operator whom nobody knows yet is made. Works
 * while Dacu runs and while it is stopped; who can read the database's password may do it, nobody else.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigRefused, decideConfig } from '../apps/server/src/config/config.ts';
import { readEnv } from '../apps/server/src/config/env.ts';
import { createOperators, type OperatorRole } from '../apps/server/src/modules/base/members/index.ts';
import { secureBytes } from '../apps/server/src/platform/chance.ts';
import { realClocks } from '../apps/server/src/platform/clocks.ts';
import { PostgresProblem } from '../apps/server/src/platform/db/embedded-binaries.ts';
import { databaseKind } from '../apps/server/src/platform/db/migrate.ts';
import { openDb } from '../apps/server/src/platform/db/open-db.ts';
import { homeOf } from '../apps/server/src/platform/embedded/home.ts';
import { StartRefused } from '../apps/server/src/platform/embedded/start-refused.ts';
import { visitDatabase } from '../apps/server/src/platform/embedded/visit-database.ts';
import { createIds } from '../apps/server/src/platform/ids.ts';
import { createLog } from '../apps/server/src/platform/log.ts';

const ROLES: readonly OperatorRole[] = ['commander', 'merchandiser', 'service', 'finance', 'analyst'];
/** As the sign-in takes it. */
const NAME_MAX = 60;
const USE = `npm run operator                  who there is
npm run operator -- NAME          a new one-time password for NAME
npm run operator -- NAME ROLE     makes NAME, or changes the role; ROLE is ${ROLES.join(', ')}`;

const STATES = {
  invited: 'has a one-time password that was not used yet',
  choosing: 'used the one-time password and chose none yet',
  disabled: 'cannot sign in; naming them with a role lets them in again',
  active: 'signs in with a password of their own',
} as const;

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const [name, role, ...more] = process.argv.slice(2);

try {
  if (more.length > 0 || (role !== undefined && !ROLES.includes(role as OperatorRole)))
    throw new StartRefused('use', USE);
  const { dataDir, databaseUrl } = decideConfig(readEnv(process.env, join(root, '.env')));
  const log = createLog({ level: 'warn', pretty: process.stdout.isTTY === true });
  const visit = await visitDatabase({ home: homeOf(root, dataDir), url: databaseUrl, log });
  const db = openDb({ connection: visit.connection, connectionsMax: 1, name: 'dacu operator' });
  try {
    if ((await databaseKind(db)) === null)
      throw new StartRefused('noData', 'Nothing was ever started on this database: run npm start once.');
    const clocks = realClocks();
    const ids = createIds({ now: clocks.wall.now, randomBytes: secureBytes() });
    const operators = createOperators({ db, clocks, ids });
    console.log(name === undefined ? await told(operators) : await letIn(operators, name));
  } finally {
    await db.close();
    await visit.close();
  }
} catch (error) {
  const mendable = [ConfigRefused, StartRefused, PostgresProblem].some((kind) => error instanceof kind);
  console.error(mendable ? (error as Error).message : error);
  process.exit(1);
}

type Operators = ReturnType<typeof createOperators>;

async function told(operators: Operators): Promise<string> {
  const rows = await operators.list();
  const lines = rows.map((row) => `  ${row.name.padEnd(16)}${row.role.padEnd(14)}${STATES[row.state]}`);
  return [...lines, '', USE].join('\n');
}

async function letIn(operators: Operators, who: string): Promise<string> {
  if (who.length > NAME_MAX) throw new StartRefused('use', `A name has ${NAME_MAX} characters at most.`);
  const oneTimePassword =
    role === undefined
      ? await operators.reset(who)
      : (await operators.create({ name: who, role: role as OperatorRole })).oneTimePassword;
  if (oneTimePassword === null) {
    const names = (await operators.list()).map((row) => row.name).join(', ');
    throw new StartRefused(
      'use',
      `There is no operator ${who}, only: ${names}. To make one, add a role.\n${USE}`,
    );
  }
  return `${who} / ${oneTimePassword}  (works once; the password and the sessions before it have ended)`;
}
