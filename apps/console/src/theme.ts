import { type ThemeConfig, theme } from 'antd';

/**
 * The colour a token has right now at a place, as `rgb(…)`: antd and charts derive shades of their own and need a
 * value, not a variable.
 */
export function tokenColour(name: string, host: HTMLElement = document.body): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  probe.hidden = true;
  host.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** antd dressed in our tokens. Made again when light turns to dark. */
export function consoleTheme(dark: boolean, host?: HTMLElement): ThemeConfig {
  const colour = (token: string) => tokenColour(token, host);
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: colour('--accent'),
      colorInfo: colour('--second'),
      colorSuccess: colour('--good-ink'),
      colorWarning: colour('--warn-ink'),
      colorError: colour('--bad-ink'),
      colorLink: colour('--second-ink'),
      colorTextBase: colour('--ink'),
      colorBgBase: colour('--surface'),
      colorBgLayout: colour('--ground'),
      colorBgContainer: colour('--surface'),
      colorBgElevated: colour(dark ? '--surface-2' : '--surface'),
      colorBorder: colour('--line-strong'),
      colorTextPlaceholder: colour('--ink-3'),
      colorBorderSecondary: colour('--line'),
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-text'),
      fontSize: 13.5,
      borderRadius: 8,
      controlHeight: 32,
      wireframe: false,
    },
    components: {
      Button: { defaultBorderColor: colour('--line'), defaultShadow: 'none', primaryShadow: 'none' },
      // What antd mixes out of our dark inks is mud; the soft grounds are made for these inks.
      Alert: {
        colorInfoBg: colour('--info-soft'),
        colorInfoBorder: colour('--info-soft'),
        colorInfo: colour('--info-ink'),
        colorSuccessBg: colour('--good-soft'),
        colorSuccessBorder: colour('--good-soft'),
        colorWarningBg: colour('--warn-soft'),
        colorWarningBorder: colour('--warn-soft'),
        colorErrorBg: colour('--bad-soft'),
        colorErrorBorder: colour('--bad-soft'),
      },
      Table: {
        headerBg: colour('--surface-2'),
        headerColor: colour('--ink-2'),
        headerSplitColor: 'transparent',
        rowHoverBg: colour('--surface-2'),
        bodySortBg: 'transparent',
        headerSortActiveBg: colour('--surface-2'),
        headerSortHoverBg: colour('--plate'),
        cellPaddingBlockSM: 7,
        cellPaddingInlineSM: 12,
        cellFontSizeSM: 13,
      },
      Tabs: {
        titleFontSize: 14,
        itemSelectedColor: colour('--accent-ink'),
        itemHoverColor: colour('--ink'),
        horizontalItemPadding: '8px 0',
      },
    },
  };
}
