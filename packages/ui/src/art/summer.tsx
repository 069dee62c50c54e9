import { polar, round, scatter, steps, wave } from './geometry.ts';

const CX = 905;
const CY = 225;

/** 盛夏: the sun is an electric fan. Guard rings, five blades, wind on the left, a cool sea below. */
export function SummerArt() {
  return (
    <>
      <defs>
        <linearGradient id="su-sky" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="var(--hero)" />
          <stop offset="0.6" stopColor="var(--hero-2)" />
          <stop offset="1" stopColor="var(--art-1)" />
        </linearGradient>
        <radialGradient id="su-glow" cx="50%" cy="50%" r="50%">
          <stop offset="0" stopColor="var(--art-4)" stopOpacity="0.75" />
          <stop offset="0.55" stopColor="var(--art-1)" stopOpacity="0.45" />
          <stop offset="1" stopColor="var(--art-1)" stopOpacity="0" />
        </radialGradient>
        <linearGradient id="su-blade" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--art-3)" />
          <stop offset="0.5" stopColor="var(--art-2)" />
          <stop offset="1" stopColor="var(--art-1)" />
        </linearGradient>
        <linearGradient id="su-sea" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--art-2)" />
          <stop offset="1" stopColor="var(--hero-2)" />
        </linearGradient>
        <clipPath id="su-disc">
          <circle cx={CX} cy={CY} r="172" />
        </clipPath>
      </defs>
      <rect y="-40" width="1200" height="600" fill="url(#su-sky)" />
      {steps(46).map((i) => (
        <circle
          key={i}
          cx={round(scatter(i, 1) * 1200)}
          cy={round(scatter(i, 2) * 330)}
          r={round(0.8 + scatter(i, 3) * 1.5)}
          fill="var(--art-3)"
          opacity={round(0.25 + scatter(i, 4) * 0.6)}
        />
      ))}
      <circle cx={CX} cy={CY} r="330" fill="url(#su-glow)" />
      <Wind />
      <Fan />
      <Sea />
      <IcePop />
    </>
  );
}

function Fan() {
  return (
    <g>
      <path d={`M${CX - 13} ${CY + 150}h26l10 240h-46z`} fill="var(--art-5)" opacity="0.85" />
      <circle cx={CX} cy={CY} r="172" fill="var(--art-5)" />
      <g clipPath="url(#su-disc)">
        <g className="dc-art-spin">
          <circle cx={CX} cy={CY} r="172" fill="none" />
          {steps(5).map((i) => (
            <path
              key={i}
              transform={`rotate(${i * 72} ${CX} ${CY})`}
              d={`M${CX} ${CY}c-30 -40 -62 -96 -40 -142c20 -34 92 -26 104 18c10 44 -26 92 -64 124z`}
              fill="url(#su-blade)"
              opacity="0.94"
            />
          ))}
        </g>
      </g>
      {[172, 152, 128, 100, 70].map((r) => (
        <circle
          key={r}
          cx={CX}
          cy={CY}
          r={r}
          fill="none"
          stroke="var(--art-6)"
          strokeWidth={r === 172 ? 6 : 1.4}
          opacity={r === 172 ? 1 : 0.5}
        />
      ))}
      {steps(36).map((i) => {
        const [x1, y1] = polar(CX, CY, 44, i * 10 + 5);
        const [x2, y2] = polar(CX, CY, 170, i * 10 + 5);
        return (
          <line
            key={i}
            x1={x1}
            y1={y1}
            x2={x2}
            y2={y2}
            stroke="var(--art-6)"
            strokeWidth="1"
            opacity="0.32"
          />
        );
      })}
      {steps(24).map((i) => {
        const [x1, y1] = polar(CX, CY, 188, i * 15);
        const [x2, y2] = polar(CX, CY, i % 2 ? 200 : 214, i * 15);
        return (
          <line
            key={i}
            x1={x1}
            y1={y1}
            x2={x2}
            y2={y2}
            stroke="var(--art-6)"
            strokeWidth="5"
            strokeLinecap="round"
            opacity="0.9"
          />
        );
      })}
      <circle cx={CX} cy={CY} r="38" fill="var(--art-6)" />
      <circle cx={CX} cy={CY} r="24" fill="var(--hero-2)" />
      <path d={`M${CX - 9} ${CY + 10}l6 -9h-6l8 -13l-1 9h7z`} fill="var(--art-2)" />
    </g>
  );
}

function Wind() {
  const lines = [
    [120, 620, 46],
    [168, 560, 60],
    [226, 600, 40],
    [282, 520, 54],
    [336, 610, 44],
  ] as const;
  return (
    <g fill="none" stroke="var(--art-3)" strokeLinecap="round">
      {lines.map(([y, from, bend], i) => (
        <path
          key={y}
          d={`M${from + 110} ${y}C${from - 40} ${y - bend} ${from - 150} ${y + bend} ${from - 330} ${y - 8}`}
          strokeWidth={i % 2 ? 2 : 3.5}
          opacity={0.24 + (i % 3) * 0.12}
        />
      ))}
    </g>
  );
}

function Sea() {
  return (
    <g>
      <path d={`${wave(1200, 436, 26, 240, -40)}V560H0Z`} fill="url(#su-sea)" opacity="0.55" />
      <path d={`${wave(1200, 466, 22, 200, -110)}V560H0Z`} fill="var(--art-1)" opacity="0.8" />
      <path d={`${wave(1200, 500, 20, 170, -20)}V560H0Z`} fill="var(--hero-2)" />
      <path d={`${wave(1200, 532, 16, 150, -70)}V560H0Z`} fill="var(--hero)" />
      <g fill="none" stroke="var(--art-3)" strokeWidth="2" opacity="0.55">
        <path d={wave(1200, 450, 26, 240, -40)} strokeDasharray="60 46" />
        <path d={wave(1200, 482, 22, 200, -110)} strokeDasharray="34 70" />
        <path d={wave(1200, 514, 20, 170, -20)} strokeDasharray="22 58" />
      </g>
    </g>
  );
}

function IcePop() {
  return (
    <g className="dc-art-drift">
      <g transform="rotate(16 1118 378)">
        <rect x="1108" y="432" width="20" height="62" rx="10" fill="var(--art-6)" />
        <path d="M1076 372a42 42 0 0 1 84 0v70h-84z" fill="var(--art-4)" />
        <path d="M1076 398q21 20 42 0t42 0v44h-84z" fill="var(--art-2)" />
        <path
          d="M1092 372v34M1118 366v34"
          stroke="var(--art-6)"
          strokeWidth="7"
          strokeLinecap="round"
          opacity="0.65"
        />
      </g>
      <g fill="var(--art-3)" opacity="0.9">
        <path d="M690 418l28 -14l28 14v30l-28 14l-28 -14z" opacity="0.5" />
        <path d="M690 418l28 -14l28 14l-28 14z" />
        <path d="M756 446l18 -9l18 9v19l-18 9l-18 -9z" opacity="0.4" />
        <path d="M756 446l18 -9l18 9l-18 9z" opacity="0.8" />
      </g>
    </g>
  );
}
