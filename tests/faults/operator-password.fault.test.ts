import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exitOf, type Launched, launch, makePlace, run } from './launch.ts';

const place = makePlace();
const ENV = { DACU_ROLES: 'web,worker', DACU_LOG_LEVEL: 'error' };
let running: Launched | null = null;

afterAll(async () => {
  running?.signal('SIGKILL');
  await running?.exited;
  await exitOf(run('tools/reset.ts', place));
  place.remove();
});

const printed = (output: string): string | null => /(?:operator|li) \/ (\S+)/.exec(output)?.[1] ?? null;

async function start(): Promise<Launched> {
  running = await launch(place, ENV);
  return running;
}

async function stop(): Promise<void> {
  running!.signal('SIGTERM');
  expect(await running!.exited).toBe(0);
}

async function signIn(password: string, name = 'operator'): Promise<{ status: number; cookie: string }> {
  const answer = await fetch(`${running!.url}/api/ops/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  return { status: answer.status, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0]! };
}

const asks = async (cookie: string): Promise<number> =>
  (await fetch(`${running!.url}/api/ops/session`, { headers: { cookie } })).status;

async function operatorTool(...args: string[]): Promise<{ code: unknown; said: string }> {
  const child = run('tools/operator.ts', place, {}, [], args);
  return { code: await exitOf(child), said: child.output() };
}

test('the one-time password is told at every start until it is used; then the start says how to get another', async () => {
  expect(await operatorTool()).toMatchObject({
    code: 1,
    said: expect.stringContaining('run npm start once'),
  });
  const first = printed((await start()).output())!;
  await stop();
  const second = printed((await start()).output())!;
  expect(second).toMatch(/^(\w{4}-){3}\w{4}$/);
  expect(second).not.toBe(first);
  expect((await signIn(first)).status).toBe(401);

  const { status, cookie } = await signIn(second);
  expect(status).toBe(200);
  expect((await signIn(second)).status).toBe(401);
  await stop();
  const third = await start();
  expect(printed(third.output())).toBeNull();
  expect(third.output()).toContain('npm run operator -- NAME');
  // Whoever was about to choose a password still is.
  expect(await asks(cookie)).toBe(200);
}, 120_000);

test('npm run operator lets in who forgot, while Dacu runs and while it rests, and ends the sessions before', async () => {
  const whileUp = await operatorTool('operator');
  expect(whileUp.code).toBe(0);
  const { status, cookie } = await signIn(printed(whileUp.said)!);
  expect(status).toBe(200);
  const again = await operatorTool('operator');
  expect(await asks(cookie)).toBe(401);
  expect((await fetch(`${running!.url}/readyz`)).status).toBe(200);
  await stop();

  const whileDown = await operatorTool('operator');
  expect(whileDown.code).toBe(0);
  expect(existsSync(join(place.dataDir, 'data', 'postmaster.pid'))).toBe(false);
  const made = await operatorTool('li', 'analyst');
  const listed = await operatorTool();
  expect(listed.said).toMatch(/li +analyst +has a one-time password/);
  expect(listed.said).toMatch(/operator +commander +has a one-time password/);

  // Unused, so the start tells a fresh one; that of the other operator stays good.
  const fresh = printed((await start()).output())!;
  for (const old of [printed(again.said)!, printed(whileDown.said)!])
    expect((await signIn(old)).status).toBe(401);
  expect((await signIn(fresh)).status).toBe(200);
  expect((await signIn(printed(made.said)!, 'li')).status).toBe(200);
}, 120_000);

test('a name nobody has, and a role that does not exist, are refused with the ones there are', async () => {
  const nobody = await operatorTool('wang');
  expect(nobody).toMatchObject({ code: 1, said: expect.stringContaining('only: li, operator') });
  const role = await operatorTool('wang', 'admiral');
  expect(role).toMatchObject({
    code: 1,
    said: expect.stringContaining('commander, merchandiser, service, finance, analyst'),
  });
  expect(nobody.said + role.said).not.toContain('    at ');
});
