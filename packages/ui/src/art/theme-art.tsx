import type { ThemeId } from '../mode.tsx';
import { AutumnArt } from './autumn.tsx';
import { FutureArt } from './future.tsx';
import { SpringArt } from './spring.tsx';
import { SummerArt } from './summer.tsx';

const ART = { spring: SpringArt, summer: SummerArt, autumn: AutumnArt, future: FutureArt } as const;

/**
 * The season as a picture, in the colours of the theme's tokens (`--hero`, `--art-1…6`). Decoration: hidden from
 * screen readers. The scene is 1200 × 560 with its subject around (930, 220); a narrow hero shows the right-hand part.
 */
export function ThemeArt({ theme, className = '' }: { theme: ThemeId; className?: string }) {
  const Scene = ART[theme];
  return (
    <svg
      className={`dc-art ${className}`}
      viewBox="0 0 1200 560"
      preserveAspectRatio="xMaxYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <Scene />
    </svg>
  );
}
