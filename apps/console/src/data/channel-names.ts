import { useLanguage } from '@dacu/ui';

/** Channels as people call them; a channel of a plan that is not here is shown by its id. */
const NAMES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  wechat: { zh: '微信', en: 'WeChat' },
  weibo: { zh: '微博', en: 'Weibo' },
  douyin: { zh: '抖音', en: 'Douyin' },
  xiaohongshu: { zh: '小红书', en: 'Xiaohongshu' },
  kuaishou: { zh: '快手', en: 'Kuaishou' },
  bilibili: { zh: '哔哩哔哩', en: 'Bilibili' },
  app: { zh: '商城 App', en: 'Our app' },
  direct: { zh: '直接访问', en: 'Direct' },
  offline: { zh: '线下', en: 'Offline' },
};

export function useChannelName(): (channel: string) => string {
  const { pick } = useLanguage();
  return (channel) => pick(NAMES[channel]) || channel;
}

/** Every channel that has a name, to choose from. */
export function useChannelOptions(): { value: string; label: string }[] {
  const { pick } = useLanguage();
  return Object.entries(NAMES).map(([value, name]) => ({ value, label: pick(name) }));
}
