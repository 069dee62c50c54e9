import { useEffect, useState } from 'react';

/** Is the screen dark now? Follows the system and the choice kept on `<html data-mode>`. */
export function useDark(): boolean {
  const [dark, setDark] = useState(isDark);
  useEffect(() => {
    const update = () => setDark(isDark());
    const media = matchMedia('(prefers-color-scheme: dark)');
    const watch = new MutationObserver(update);
    watch.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-mode', 'data-theme'],
    });
    media.addEventListener('change', update);
    return () => {
      watch.disconnect();
      media.removeEventListener('change', update);
    };
  }, []);
  return dark;
}

function isDark(): boolean {
  const mode = document.documentElement.dataset.mode;
  return mode === 'dark' || (mode !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
}
