import type { Chance, SimulatedShopper } from '@dacu/engine/simulate';
import type { Members, MemberTier } from '../../modules/base/members/index.ts';
import { SHOPPER_COOKIE, VISIT_COOKIE } from '../../modules/base/members/index.ts';
import type { App } from '../../platform/http/app-types.ts';
import type { CarriedOver, CustomerHistory } from './customer-history.ts';
import { type DirectRequests, writtenRequests } from './direct-requests.ts';
import type { Send } from './shopper-answers.ts';

/** What a simulated person's browser keeps between visits: an account, its cookie, the visit it is in. */
type Account = {
  readonly shopperId: string;
  readonly address: string;
  token: string;
  tokenEndsAt: number;
  visitId: string | null;
};

export type Accounts = {
  /** The browser of this person, made (with its tier) when it is seen for the first time. */
  browserOf(shopper: SimulatedShopper, at: number): Promise<{ shopperId: string; send: Send }>;
  /** The browser of an account that the books know and nobody here opened: one from before a restart. */
  returning(shopperId: string, at: number): Promise<{ send: Send }>;
  readonly count: number;
  /** What the books opened with. */
  readonly carried: readonly CarriedOver[];
};

/** Well before a guest's session ends on the wall clock (which is virtual here). */
const TOKEN_MS = 170 * 86_400_000;

/**
 * Accounts of simulated shoppers. Sessions are opened as the visit route does; only the tier is given by hand, which a
 * simulated database allows. Requests go through the whole application, without a socket.
 */
export function createAccounts(parts: {
  readonly app: App;
  /** How requests get into the application; left out: written out and read again, as over a socket. */
  readonly requests?: DirectRequests;
  readonly members: Members;
  /** Makes a new account one that bought before the campaign; without it all accounts are fresh. */
  readonly history?: { readonly of: CustomerHistory; readonly chanceOf: (key: string) => Chance };
}): Accounts {
  const { members } = parts;
  const requests = parts.requests ?? writtenRequests(parts.app);
  /** Promises, because two visits of one person may begin at once where time is real. */
  const accounts = new Map<string, Promise<Account>>();
  const carried: CarriedOver[] = [];

  async function open(shopper: SimulatedShopper, at: number, address: string): Promise<Account> {
    const memberTier = shopper.memberTier as MemberTier;
    const history = shopper.customerBefore ? parts.history : undefined;
    const paidBeforeAt = history?.of.lastPaidAt(at, history.chanceOf(shopper.key)) ?? null;
    const shopperId = await members.shoppers.create({ at, memberTier, simulated: true, paidBeforeAt });
    if (history !== undefined) carried.push(await history.of.carryOver(shopperId));
    const token = await members.shoppers.openSession(shopperId);
    return { shopperId, address, token, tokenEndsAt: at + TOKEN_MS, visitId: null };
  }

  async function accountOf(shopper: SimulatedShopper, at: number): Promise<Account> {
    return opened(shopper.key, at, (address) => open(shopper, at, address));
  }

  /** The account under a name, opened where it is not; its session is a fresh one in time. */
  async function opened(
    key: string,
    at: number,
    open: (address: string) => Promise<Account>,
  ): Promise<Account> {
    let opening = accounts.get(key);
    if (opening === undefined) {
      opening = open(addressOf(accounts.size));
      accounts.set(key, opening);
      opening.catch(() => accounts.delete(key));
    }
    const account = await opening;
    if (at >= account.tokenEndsAt) {
      account.tokenEndsAt = at + TOKEN_MS;
      account.token = await members.shoppers.openSession(account.shopperId);
    }
    return account;
  }

  const sendsAs =
    (account: Account): Send =>
    async (request) => {
      const visit = account.visitId === null ? '' : `; ${VISIT_COOKIE}=${account.visitId}`;
      const answer = await requests.send({
        method: request.method,
        url: request.url,
        remoteAddress: account.address,
        headers: {
          cookie: `${SHOPPER_COOKIE}=${account.token}${visit}`,
          'sec-fetch-site': 'same-origin',
          ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
        },
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      if (request.url === '/api/visits' && answer.status < 400) {
        account.visitId = (answer.body as { visitId: string }).visitId;
      }
      return answer;
    };

  return {
    carried,
    get count() {
      return accounts.size;
    },
    async browserOf(shopper, at) {
      const account = await accountOf(shopper, at);
      return { shopperId: account.shopperId, send: sendsAs(account) };
    },
    async returning(shopperId, at) {
      const account = await opened(`account ${shopperId}`, at, async (address) => {
        const token = await members.shoppers.openSession(shopperId);
        return { shopperId, address, token, tokenEndsAt: at + TOKEN_MS, visitId: null };
      });
      return { send: sendsAs(account) };
    },
  };
}

/** A private address for each account, so that rate limits see different people. */
function addressOf(number: number): string {
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
}
