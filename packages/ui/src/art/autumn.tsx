import { polar, round, scatter, steps } from './geometry.ts';

const CX = 905;
const CY = 196;

/** 秋收: a harvest moon over pine ridges, geese leaving, ginkgo falling on terraced fields. */
export function AutumnArt() {
  return (
    <>
      <defs>
        <linearGradient id="au-sky" x1="0" y1="0" x2="0.6" y2="1">
          <stop offset="0" stopColor="var(--hero)" />
          <stop offset="1" stopColor="var(--art-1)" />
        </linearGradient>
        <radialGradient id="au-glow" cx="50%" cy="50%" r="50%">
          <stop offset="0" stopColor="var(--art-3)" stopOpacity="0.6" />
          <stop offset="1" stopColor="var(--art-2)" stopOpacity="0" />
        </radialGradient>
        <linearGradient id="au-moon" x1="0" y1="0" x2="0.4" y2="1">
          <stop offset="0" stopColor="var(--art-6)" />
          <stop offset="1" stopColor="var(--art-2)" />
        </linearGradient>
      </defs>
      <rect y="-40" width="1200" height="600" fill="url(#au-sky)" />
      <circle cx={CX} cy={CY} r="300" fill="url(#au-glow)" />
      <circle cx={CX} cy={CY} r="138" fill="url(#au-moon)" />
      <g fill="var(--art-2)" opacity="0.35">
        <circle cx={CX - 40} cy={CY - 34} r="26" />
        <circle cx={CX + 46} cy={CY + 18} r="36" />
        <circle cx={CX - 22} cy={CY + 56} r="16" />
      </g>
      <Geese />
      <path
        d="M0 330L120 262L210 318L330 214L450 326L560 250L680 336L790 240L900 330L1010 228L1110 316L1200 256V560H0Z"
        fill="var(--art-1)"
        opacity="0.75"
      />
      <path
        d="M0 388L140 318L260 384L420 300L560 384L700 316L840 392L980 306L1100 380L1200 330V560H0Z"
        fill="var(--hero-2)"
      />
      <Pines />
      <Terraces />
      <Ginkgo x={1096} y={120} size={44} turn={-20} />
      <Ginkgo x={724} y={96} size={30} turn={34} />
      <Ginkgo x={1150} y={286} size={34} turn={60} />
      <Ginkgo x={610} y={250} size={24} turn={-40} />
      <Ginkgo x={744} y={322} size={28} turn={12} />
      <Ginkgo x={420} y={130} size={26} turn={80} />
    </>
  );
}

function Geese() {
  const places = [
    [0, 0],
    [-34, 16],
    [-66, 36],
    [-102, 50],
    [30, 24],
    [62, 44],
    [96, 68],
  ] as const;
  return (
    <g fill="none" stroke="var(--art-5)" strokeWidth="4" strokeLinecap="round" className="dc-art-drift">
      {places.map(([dx, dy]) => (
        <path key={dx} d={`M${CX - 44 + dx} ${CY - 24 + dy}q8 -12 15 0q8 -12 15 0`} />
      ))}
    </g>
  );
}

function Pines() {
  return (
    <g fill="var(--art-5)">
      {steps(26).map((i) => {
        const x = round(i * 48 + scatter(i, 3) * 22);
        const h = 46 + scatter(i, 5) * 54;
        const base = 418 + scatter(i, 6) * 16;
        const w = h * 0.3;
        return (
          <path
            key={i}
            d={`M${x} ${round(base - h)}l${round(w * 0.6)} ${round(h * 0.4)}h${round(-w * 0.25)}l${round(w * 0.5)} ${round(h * 0.35)}h${round(-w * 0.25)}l${round(w * 0.4)} ${round(h * 0.3)}h${round(-w * 2)}l${round(w * 0.4)} ${round(-h * 0.3)}h${round(-w * 0.25)}l${round(w * 0.5)} ${round(-h * 0.35)}h${round(-w * 0.25)}z`}
            opacity={round(0.55 + scatter(i, 8) * 0.4)}
          />
        );
      })}
    </g>
  );
}

function Terraces() {
  return (
    <g>
      <path d="M0 436Q300 380 620 430T1200 408V560H0Z" fill="var(--art-4)" />
      <path d="M0 470Q320 418 640 462T1200 442V560H0Z" fill="var(--art-2)" />
      <path d="M0 508Q330 458 660 498T1200 480V560H0Z" fill="var(--hero-2)" />
      <path d="M0 542Q340 504 680 532T1200 520V560H0Z" fill="var(--hero)" />
      <g fill="none" stroke="var(--art-6)" strokeWidth="2" opacity="0.5">
        {[0, 9, 18].map((dy) => (
          <path key={dy} d={`M0 ${446 + dy}Q310 ${392 + dy} 630 ${440 + dy}T1200 ${420 + dy}`} />
        ))}
      </g>
      <g stroke="var(--art-5)" strokeWidth="2.4" strokeLinecap="round" opacity="0.5">
        {steps(58).map((i) => {
          const x = round(10 + i * 20.6);
          const y = round(478 + Math.sin(i / 4) * 8);
          return <path key={i} d={`M${x} ${y}v-12M${x} ${y - 6}l5 -5M${x} ${y - 6}l-5 -5`} />;
        })}
      </g>
    </g>
  );
}

function Ginkgo({ x, y, size, turn }: { x: number; y: number; size: number; turn: number }) {
  const [lx, ly] = polar(0, 0, size, 205);
  const [rx, ry] = polar(0, 0, size, -25);
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn})`}>
      <path
        d={`M0 ${size * 0.45}C${-size * 0.2} ${size * 0.1} ${lx} ${size * 0.2} ${lx} ${ly}C${-size * 0.8} ${-size} ${-size * 0.15} ${-size} 0 ${-size * 0.5}C${size * 0.15} ${-size} ${size * 0.8} ${-size} ${rx} ${ry}C${rx} ${size * 0.2} ${size * 0.2} ${size * 0.1} 0 ${size * 0.45}Z`}
        fill="var(--art-2)"
      />
      <g stroke="var(--art-6)" strokeWidth="1.3" opacity="0.6">
        {[-58, -34, -12, 12, 34, 58].map((angle) => {
          const [ex, ey] = polar(0, size * 0.4, size * 1.05, angle - 90);
          return <line key={angle} x1="0" y1={size * 0.4} x2={ex} y2={ey} />;
        })}
      </g>
      <path
        d={`M0 ${size * 0.42}q${size * 0.1} ${size * 0.5} ${size * 0.3} ${size * 0.75}`}
        fill="none"
        stroke="var(--art-2)"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </g>
  );
}
