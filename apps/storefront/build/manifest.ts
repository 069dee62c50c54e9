import { ICONS } from './icons.ts';

export type ManifestLang = 'zh' | 'en';
/** The page links the one of its language; a manifest speaks one. */
export const MANIFESTS = [
  { file: 'manifest.zh.webmanifest', lang: 'zh' },
  { file: 'manifest.en.webmanifest', lang: 'en' },
] as const;

const WORDS = {
  zh: {
    lang: 'zh-CN',
    name: 'Dacu 大促会场',
    short: 'Dacu 大促',
    description: '限时秒杀、跨店满减，价格和优惠都说得清楚。',
    shortcuts: ['限时秒杀', '购物车', '我的订单'],
  },
  en: {
    lang: 'en',
    name: 'Dacu Sale',
    short: 'Dacu',
    description: 'Flash sales and reductions across shops, with every price explained.',
    shortcuts: ['Flash sale', 'Cart', 'My orders'],
  },
} as const;
const SHORTCUT_URLS = ['/flash', '/cart', '/orders'] as const;

/** One app in both languages: `id` is the same, so a change of language is no second app. */
export function manifestOf(lang: ManifestLang) {
  const words = WORDS[lang];
  return {
    id: '/',
    name: words.name,
    short_name: words.short,
    description: words.description,
    lang: words.lang,
    dir: 'ltr',
    start_url: '/?utm_source=app',
    scope: '/',
    display: 'standalone',
    background_color: '#f4f2fd',
    theme_color: '#1d0b57',
    categories: ['shopping'],
    icons: ICONS.filter(({ file }) => !file.includes('apple')).map(({ file, sizePx, kind }) => ({
      src: `/${file}`,
      sizes: `${sizePx}x${sizePx}`,
      type: 'image/png',
      purpose: kind,
    })),
    shortcuts: words.shortcuts.map((name, index) => ({ name, url: SHORTCUT_URLS[index] })),
  };
}
