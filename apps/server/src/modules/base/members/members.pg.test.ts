import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secureBytes } from '../../../platform/chance.ts';
import { type VirtualClocks, virtualClocks } from '../../../platform/clocks.ts';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import type { Db } from '../../../platform/db/types.ts';
import { createIds } from '../../../platform/ids.ts';
import { createMembers, type Members, OPERATOR_COOKIE } from './index.ts';

const DAY = 86_400_000;
let database: TestDatabase;
let clocks: VirtualClocks;
let members: Members;

function make(databaseKind: 'simulated' | 'real' = 'simulated', keyByte = 7, db: Db = database.db): Members {
  return createMembers({
    db,
    clocks,
    ids: createIds({ now: clocks.wall.now, randomBytes: secureBytes() }),
    databaseKind,
    masterKey: new Uint8Array(32).fill(keyByte),
  });
}

beforeAll(async () => {
  database = await openTestDatabase();
  clocks = virtualClocks(1_718_640_000_000);
  members = make();
});
afterAll(() => database.close());

describe('shopper sessions', () => {
  it('the token itself is stored nowhere', async () => {
    const token = await members.shoppers.openSession(await members.shoppers.create({ at: 0 }));
    const [row] = await database.db.query<{ n: number }>(
      `select count(*)::int as n from shopper_session t where t::text like $1 or encode(token_hash, 'escape') like $1`,
      [`%${token}%`],
    );
    expect(row!.n).toBe(0);
    expect(await members.shoppers.session(token)).not.toBeNull();
    expect(await members.shoppers.session(`${token}x`)).toBeNull();
  });

  it('revoked here it ends at once; on another node within the cache time', async () => {
    const other = make();
    const token = await members.shoppers.openSession(await members.shoppers.create({ at: 0 }));
    expect(await other.shoppers.session(token)).not.toBeNull();
    await members.shoppers.revoke(token);
    expect(await members.shoppers.session(token)).toBeNull();
    clocks.advanceTo(clocks.wall.now() + 10_000);
    expect(await other.shoppers.session(token)).toBeNull();
  });

  it('ends on the wall clock, cached or not', async () => {
    const token = await members.shoppers.openSession(await members.shoppers.create({ at: 0 }));
    clocks.advanceTo(clocks.wall.now() + 180 * DAY - 5_000);
    expect(await members.shoppers.session(token)).not.toBeNull();
    clocks.advanceTo(clocks.wall.now() + 5_000);
    expect(await members.shoppers.session(token)).toBeNull();
  });

  it('whoever comes unknown costs one question: profile and key come with the session', async () => {
    const shopperId = await members.shoppers.create({ at: 0, memberTier: 'gold', simulated: true });
    const personId = await members.profiles.personId(shopperId);
    const sealed = await members.personal.seal(personId, '浦东新区');
    const token = await members.shoppers.openSession(shopperId);
    const asked: string[] = [];
    const query: Db['query'] = (text, params) => {
      asked.push(text);
      return database.db.query(text, params);
    };
    const other = make('simulated', 7, { ...database.db, query });
    expect(await other.shoppers.session(token)).toEqual({ shopperId });
    expect(await other.profiles.of(shopperId, 0)).toEqual({ memberTier: 'gold', newcomer: true });
    expect(await other.profiles.personId(shopperId)).toBe(personId);
    expect(await other.personal.open(personId, sealed)).toBe('浦东新区');
    expect(asked).toHaveLength(1);
  });

  it('what came with a session does not outlive its seconds', async () => {
    const shopperId = await members.shoppers.create({ at: 0 });
    const personId = await members.profiles.personId(shopperId);
    const sealed = await members.personal.seal(personId, '浦东新区');
    const token = await members.shoppers.openSession(shopperId);
    const other = make();
    await other.shoppers.session(token);
    await database.db.query('delete from person_key where person_id = $1', [personId]);
    clocks.advanceTo(clocks.wall.now() + 5_000);
    await expect(other.personal.open(personId, sealed)).rejects.toThrow('gone');
  });
});

it('a real database gives nobody a tier and holds no simulated shopper', async () => {
  const real = make('real');
  await expect(real.shoppers.create({ at: 0, memberTier: 'gold' })).rejects.toThrow('simulated');
  await expect(real.shoppers.create({ at: 0, simulated: true })).rejects.toThrow('simulated');
  const gold = await members.shoppers.create({ at: 0, memberTier: 'gold', simulated: true });
  expect(await members.profiles.of(gold, 0)).toEqual({ memberTier: 'gold', newcomer: true });
});

describe('operator sessions', () => {
  it('a changed password ends every other session of the operator', async () => {
    const { oneTimePassword } = await members.operators.create({ name: 'lin', role: 'commander' });
    const first = await members.operators.signIn('lin', oneTimePassword);
    await members.operators.changePassword(first!.token, 'the first password');
    const second = await members.operators.signIn('lin', 'the first password');
    await members.operators.changePassword(second!.token, 'the second password');
    expect(await members.operators.session(first!.token)).toBeNull();
    expect(await members.operators.session(second!.token)).not.toBeNull();
    expect(await members.operators.signIn('lin', 'the first password')).toBeNull();
  });

  it('a reset ends all of them and the old password', async () => {
    const { oneTimePassword } = await members.operators.create({ name: 'qi', role: 'analyst' });
    const signed = await members.operators.signIn('qi', oneTimePassword);
    await members.operators.changePassword(signed!.token, 'a good password');
    const again = await members.operators.create({ name: 'qi', role: 'merchandiser' });
    expect(await members.operators.session(signed!.token)).toBeNull();
    expect(await members.operators.signIn('qi', 'a good password')).toBeNull();
    const fresh = await members.operators.signIn('qi', again.oneTimePassword);
    expect(fresh!.session).toMatchObject({ role: 'merchandiser', mustChangePassword: true });
  });

  it('an unused one-time password is replaced and void, a used one never', async () => {
    const { operators } = members;
    const { oneTimePassword } = await operators.create({ name: 'ren', role: 'commander' });
    const renewed = (await operators.renewUnused('ren'))!;
    expect(renewed).not.toBe(oneTimePassword);
    expect(await operators.signIn('ren', oneTimePassword)).toBeNull();
    const signed = await operators.signIn('ren', renewed);
    expect(await operators.renewUnused('ren')).toBeNull();
    await operators.changePassword(signed!.token, 'a good password');
    expect(await operators.renewUnused('ren')).toBeNull();
    expect(await operators.session(signed!.token)).not.toBeNull();
    expect(await operators.renewUnused('nobody of that name')).toBeNull();
  });

  it('who forgot gets a one-time password: role kept, sessions and password ended', async () => {
    const { operators } = members;
    const { oneTimePassword } = await operators.create({ name: 'tao', role: 'analyst' });
    const signed = await operators.signIn('tao', oneTimePassword);
    await operators.changePassword(signed!.token, 'a good password');
    const state = async () => (await operators.list()).find((row) => row.name === 'tao')!.state;
    expect(await state()).toBe('active');
    const again = (await operators.reset('tao'))!;
    expect(await state()).toBe('invited');
    expect(await operators.session(signed!.token)).toBeNull();
    expect(await operators.signIn('tao', 'a good password')).toBeNull();
    const fresh = await operators.signIn('tao', again);
    expect(fresh!.session).toMatchObject({ role: 'analyst', mustChangePassword: true });
    expect(await state()).toBe('choosing');
    expect(await operators.reset('nobody of that name')).toBeNull();
  });

  it('opens what its role may do, and nothing before the one-time password is replaced', async () => {
    const { oneTimePassword } = await members.operators.create({ name: 'mei', role: 'merchandiser' });
    const signed = await members.operators.signIn('mei', oneTimePassword);
    const request = { cookies: { [OPERATOR_COOKIE]: signed!.token } } as unknown as FastifyRequest;
    await expect(members.requireOperator(request)).rejects.toMatchObject({ code: 'passwordChangeRequired' });
    await members.operators.changePassword(signed!.token, 'a good password');
    await expect(members.requireOperator(request, ['commander'])).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await members.requireOperator(request, ['commander', 'merchandiser'])).toMatchObject({
      role: 'merchandiser',
    });
  });

  it('ends after twelve hours of wall time', async () => {
    const { oneTimePassword } = await members.operators.create({ name: 'an', role: 'analyst' });
    const signed = await members.operators.signIn('an', oneTimePassword);
    clocks.advanceTo(clocks.wall.now() + 12 * 3_600_000);
    expect(await members.operators.session(signed!.token)).toBeNull();
  });
});

describe('personal data', () => {
  const address = { recipient: '王小明', phone: '13812345678', region: '110000', line: '朝阳区望京街10号' };

  it('opens on another node with the same master key and not with another one', async () => {
    const sealed = await members.personal.seal('pe_1', 'secret');
    expect(await make().personal.open('pe_1', sealed)).toBe('secret');
    await expect(make('simulated', 8).personal.open('pe_1', sealed)).rejects.toThrow();
  });

  it('altered or without the person’s key it does not open', async () => {
    const sealed = Buffer.from(await members.personal.seal('pe_2', 'secret'), 'base64');
    sealed[sealed.length - 1]! ^= 1;
    await expect(members.personal.open('pe_2', sealed.toString('base64'))).rejects.toThrow();
    const whole = await members.personal.seal('pe_3', 'secret');
    await database.db.query(`delete from person_key where person_id = 'pe_3'`);
    await expect(make().personal.open('pe_3', whole)).rejects.toThrow('gone');
  });

  it('two nodes that seal for one person at once use one key', async () => {
    const [one, two] = [make(), make()];
    const sealed = await Promise.all([one.personal.seal('pe_4', 'a'), two.personal.seal('pe_4', 'b')]);
    expect(await two.personal.open('pe_4', sealed[0]!)).toBe('a');
    expect(await one.personal.open('pe_4', sealed[1]!)).toBe('b');
  });

  it('one place has one key however it is written, another house another', () => {
    const key = (line: string) => members.personal.keysOf({ ...address, line }).address;
    expect(key('朝阳区 望京街１０号')).toBe(key('朝阳区望京街10号'));
    expect(key('朝阳区望京街11号')).not.toBe(key('朝阳区望京街10号'));
    expect(JSON.stringify(members.personal.keysOf(address))).not.toContain('1381234');
  });
});

describe('behaviour', () => {
  it('is written in the order it happened, many rows at once', async () => {
    const shopperId = await members.shoppers.create({ at: 0 });
    const visit = await members.shoppers.openVisit({ at: 0, shopperId, channel: 'douyin' });
    for (let n = 0; n < 2_500; n += 1)
      members.behaviour.record({ ...visit, at: n, kind: 'view', productId: `pr-${n}` });
    await members.behaviour.flush();
    const rows = await database.db.query<{ at: number }>('select at from behaviour order by behaviour_id');
    expect(rows.map((row) => row.at)).toEqual(Array.from({ length: 2_500 }, (_, n) => n));
    expect(members.behaviour.dropped).toBe(0);
  });
});
