import { chooseMode, useLanguage } from '@dacu/ui';
import { useQueries, useQuery } from '@tanstack/react-query';
import { App } from 'antd';
import { useMemo } from 'react';
import { api } from '../data/api.ts';
import { useCampaigns, useDefinitions, useSession } from '../data/queries.ts';
import { useOpenFigure } from '../figures/figure-scope.ts';
import en from '../i18n/palette-en.ts';
import zh from '../i18n/palette-zh.ts';
import { readToTheEnd } from '../table/source.ts';
import type { Entry } from './entry.ts';

const MAKERS = ['commander', 'merchandiser'] as const;
/** What the rail leads to and what stands one step behind it; `roles` where not everybody may. */
const PAGES = [
  ['plan', '/plan', 'plan', null],
  ['rehearse', '/rehearse', 'rehearse', null],
  ['run', '/run', 'run', null],
  ['wall', '/run?screen=wall', 'device', null],
  ['review', '/review', 'review', null],
  ['liveReview', '/review/live', 'review', null],
  ['orders', '/orders', 'receipt', null],
  ['unpaid', '/orders?state=held', 'receipt', null],
  ['exceptions', '/exceptions', 'alert', null],
  ['stock', '/stock', 'box', null],
  ['soldOut', '/stock?grade=black', 'box', null],
  ['scarce', '/stock?grade=red', 'box', null],
  ['prices', '/prices', 'shield', null],
  ['reconciliation', '/reconciliation', 'wallet', null],
  ['catalogue', '/catalogue', 'shop', MAKERS],
] as const;

/** What is due stands in the chart among the tasks. */
const ganttRow = ({ kind, id }: { kind: string; id: string }) =>
  `${kind === 'milestone' ? 'task' : kind}:${id}`;

/** Name of a page or command in both languages: it is found in either, whatever the screen speaks. */
const both = (key: keyof typeof zh) => ({ zh: zh[key], en: en[key] });

/** Everything that can be gone to or done without looking anything up: pages, commands, the plan, figures. */
export function useEntries(open: boolean): Entry[] {
  const role = useSession().data?.role;
  const { lang, pick } = useLanguage();
  const commands = useCommands();
  const figures = useFigures();
  const campaigns = useCampaigns().data?.campaigns;
  const views = useQueries({
    queries: (campaigns ?? []).map(({ campaignId }) => ({
      queryKey: ['campaigns', campaignId],
      queryFn: () => api.campaign(campaignId),
      enabled: open,
      staleTime: 60_000,
    })),
  });
  const plans = views.flatMap(({ data }) => data ?? []);
  const stamp = plans.map(({ editionId }) => editionId).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamp` names the plans, which are new objects each time
  return useMemo(() => {
    const pages: Entry[] = PAGES.filter(
      ([, , , roles]) => roles === null || roles.some((each) => each === role),
    ).map(([name, to, icon]) => ({
      id: `page ${name}`,
      kind: 'page',
      icon,
      to,
      ...both(`palette.page.${name}`),
    }));
    const titles = new Map(campaigns?.map(({ campaignId, title }) => [campaignId, title]));
    const ofPlans: Entry[] = plans.flatMap(({ campaignId, calendar, promotions }) => [
      ...calendar.map(
        (span): Entry => ({
          id: `phase ${campaignId} ${span.id}`,
          kind: 'phase',
          icon: 'clock',
          ...span.title,
          words: pick(titles.get(campaignId)),
          to: `/plan/${campaignId}?tab=gantt&row=${encodeURIComponent(ganttRow(span))}`,
        }),
      ),
      ...promotions.map(
        (promotion): Entry => ({
          id: `promotion ${campaignId} ${promotion.promotionId}`,
          kind: 'promotion',
          icon: 'ticket',
          ...promotion.title,
          more: promotion.promotionId,
          words: pick(titles.get(campaignId)),
          to: `/plan/${campaignId}?tab=promotions&promotion=${encodeURIComponent(promotion.promotionId)}`,
        }),
      ),
    ]);
    const ofCampaigns: Entry[] = (campaigns ?? []).map((campaign) => ({
      id: `campaign ${campaign.campaignId}`,
      kind: 'campaign',
      icon: 'plan',
      ...campaign.title,
      more: campaign.campaignId,
      to: `/plan/${campaign.campaignId}`,
    }));
    return [...pages, ...commands, ...ofCampaigns, ...ofPlans, ...figures];
  }, [role, commands, figures, campaigns, stamp, lang, pick]);
}

function useCommands(): Entry[] {
  const { setLang } = useLanguage();
  const { message } = App.useApp();
  const { pick } = useLanguage();
  return useMemo(() => {
    const command = (
      name: 'light' | 'dark' | 'system' | 'zh' | 'en' | 'copy',
      icon: Entry['icon'],
      run: () => void,
    ): Entry => ({ id: `command ${name}`, kind: 'command', icon, run, ...both(`palette.command.${name}`) });
    const copy = () =>
      navigator.clipboard.writeText(window.location.href).then(
        () => void message.success(pick(both('palette.copied'))),
        () => void message.error(pick(both('palette.copyRefused'))),
      );
    return [
      command('light', 'sun', () => chooseMode('light')),
      command('dark', 'moon', () => chooseMode('dark')),
      command('system', 'device', () => chooseMode('system')),
      command('zh', 'language', () => setLang('zh')),
      command('en', 'language', () => setLang('en')),
      command('copy', 'share', () => void copy()),
    ];
  }, [setLang, message, pick]);
}

function useFigures(): Entry[] {
  const definitions = useDefinitions().data;
  const open = useOpenFigure();
  return useMemo(
    () =>
      [...(definitions?.values() ?? [])]
        .filter(({ rows }) => rows !== null)
        .map(({ id, name }) => ({
          id: `figure ${id}`,
          kind: 'figure' as const,
          icon: 'review' as const,
          ...name,
          more: id,
          run: () => open({ metric: id }),
        })),
    [definitions, open],
  );
}

/** Items by title and SKU; read when the palette opens, the same rows that the stock page shows. */
export function useItemEntries(open: boolean): Entry[] {
  const rows = useQuery({
    queryKey: ['stock'],
    queryFn: async () => (await readToTheEnd((cursor) => api.stock({ cursor, limit: 1_000 }))).rows,
    enabled: open,
    staleTime: 60_000,
  }).data;
  return useMemo(
    () =>
      (rows ?? []).map(({ skuId, title }) => ({
        id: `item ${skuId}`,
        kind: 'item' as const,
        icon: 'box' as const,
        ...title,
        more: skuId,
        words: skuId,
        to: `/stock?q=${encodeURIComponent(skuId)}`,
      })),
    [rows],
  );
}

/** An order is asked for as soon as what was typed could be its number or the end of a phone. */
export function useOrderEntries(typed: string): Entry[] {
  const sought = typed.trim();
  const likely = /^(?=.*\d)[\w-]{4,40}$/.test(sought);
  const found = useQuery({
    queryKey: ['palette', 'orders', sought],
    queryFn: () => api.orders({ q: sought, limit: ORDERS_MAX }),
    enabled: likely,
    staleTime: 10_000,
  }).data;
  return (likely ? (found?.orders ?? []) : []).map((order) => ({
    id: `order ${order.purchaseId}`,
    kind: 'order',
    icon: 'receipt',
    zh: order.number,
    en: order.number,
    // Found by the server, for a reason that may not stand in its name.
    more: sought,
    words: order.title.zh === '' ? undefined : order.purchaseId,
    to: `/orders/${order.purchaseId}`,
  }));
}
const ORDERS_MAX = 5;
