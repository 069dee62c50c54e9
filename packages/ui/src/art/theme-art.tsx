import type { ThemeId } from '../mode.tsx';
import { AutumnArt } from './autumn.tsx';
import { FutureArt } from './future.tsx';
import { SpringArt } from './spring.tsx';
import { SummerArt } from './summer.tsx';

const ART = { spring: SpringArt, summer: SummerArt, autumn: AutumnArt, future: FutureArt } as const;

/**
 * The season as a picture, in the colours of the theme's tokens (`--hero`, `--art-1…6`). Decoration: hidden from
 * screen readers. The scene is 1200 × 560 with its subject around (930, 220); `tall` is the cut of it for a phone.
 */
export function ThemeArt({
  theme,
  tall = false,
  className = '',
}: {
  theme: ThemeId;
  tall?: boolean;
  className?: string;
}) {
  const Scene = ART[theme];
  return (
    <svg
      className={`dc-art ${className}`}
      viewBox={tall ? '660 -26 500 560' : '0 0 1200 560'}
      preserveAspectRatio={tall ? 'xMidYMin slice' : 'xMaxYMid slice'}
      aria-hidden="true"
      focusable="false"
    >
      <Scene />
    </svg>
  );
}
