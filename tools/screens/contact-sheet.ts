export type Picture = {
  readonly app: string;
  readonly screen: string;
  readonly width: number;
  readonly locale: string;
  readonly dress: string;
  readonly file: string;
  readonly ready: boolean;
};

/** One page with a row for each screen and width: both languages, light and dark, beside each other. */
export function contactSheet(pictures: readonly Picture[]): string {
  const rows = Map.groupBy(pictures, ({ app, screen, width }) => `${app} · ${screen} · ${width} px`);
  const sections = [...rows].map(
    ([title, row]) => `<section><h2>${title}</h2><div>${row.map(shown).join('')}</div></section>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Dacu, every screen</title>
<style>body{font:14px system-ui;margin:24px;background:#8a8a8a}div{display:flex;gap:12px;flex-wrap:wrap}figure{margin:0}
img{max-width:480px;border-radius:6px}</style>
${sections.join('\n')}`;
}

function shown({ locale, dress, file, ready }: Picture): string {
  const words = `${locale}, ${dress}${ready ? '' : ' — not ready'}`;
  return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${words}"></a><figcaption>${words}</figcaption></figure>`;
}
