import { useLanguage } from '@dacu/ui';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useMemo } from 'react';
import { useDark } from '../dark.ts';
import { consoleTheme } from '../theme.ts';

/** antd in our tokens and in the language of the screen. */
export function Dress({ children }: { children: ReactNode }) {
  const { lang } = useLanguage();
  const dark = useDark();
  const theme = useMemo(() => consoleTheme(dark), [dark]);
  return (
    <ConfigProvider theme={theme} locale={lang === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <AntApp component={false}>{children}</AntApp>
    </ConfigProvider>
  );
}
