import { type ThemeConfig, theme } from 'antd';

/** The colour a token has right now, as `rgb(…)`: antd derives its own shades and needs a value, not a variable. */
export function tokenColour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  probe.hidden = true;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** antd dressed in our tokens. Made again when light turns to dark. */
export function consoleTheme(dark: boolean): ThemeConfig {
  return {
    algorithm: dark
      ? [theme.darkAlgorithm, theme.compactAlgorithm]
      : [theme.defaultAlgorithm, theme.compactAlgorithm],
    token: {
      colorPrimary: tokenColour('--accent'),
      colorInfo: tokenColour('--second'),
      colorSuccess: tokenColour('--good-ink'),
      colorWarning: tokenColour('--warn-ink'),
      colorError: tokenColour('--bad-ink'),
      colorLink: tokenColour('--second-ink'),
      colorTextBase: tokenColour('--ink'),
      colorBgBase: tokenColour('--surface'),
      colorBgLayout: tokenColour('--ground'),
      colorBorderSecondary: tokenColour('--line'),
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-text'),
      fontSize: 13.5,
      borderRadius: 8,
      controlHeight: 34,
      wireframe: false,
    },
    components: {
      Table: {
        headerBg: tokenColour('--surface-2'),
        headerColor: tokenColour('--ink-2'),
        headerSplitColor: 'transparent',
        rowHoverBg: tokenColour('--surface-2'),
        cellPaddingBlock: 9,
      },
      Tabs: { titleFontSize: 14 },
    },
  };
}
