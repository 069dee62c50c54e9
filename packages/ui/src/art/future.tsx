import { polar, round, scatter, steps } from './geometry.ts';

const CX = 910;
const CY = 230;

/** 健康 + 未来: a sprout grows out of an instrument's dial; a helix and a pulse run through ink. */
export function FutureArt() {
  return (
    <>
      <defs>
        <linearGradient id="fu-ink" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="var(--hero)" />
          <stop offset="1" stopColor="var(--hero-2)" />
        </linearGradient>
        <radialGradient id="fu-glow" cx="50%" cy="50%" r="50%">
          <stop offset="0" stopColor="var(--art-2)" stopOpacity="0.42" />
          <stop offset="1" stopColor="var(--art-1)" stopOpacity="0" />
        </radialGradient>
        <linearGradient id="fu-leaf" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="var(--art-3)" />
          <stop offset="1" stopColor="var(--art-2)" />
        </linearGradient>
        <pattern id="fu-dots" width="26" height="26" patternUnits="userSpaceOnUse">
          <circle cx="3" cy="3" r="1.5" fill="var(--art-3)" opacity="0.22" />
        </pattern>
      </defs>
      <rect y="-40" width="1200" height="600" fill="url(#fu-ink)" />
      <rect y="-40" width="1200" height="600" fill="url(#fu-dots)" />
      <circle cx={CX} cy={CY} r="320" fill="url(#fu-glow)" />
      <Helix />
      <Dial />
      <Sprout />
      <path
        d="M-10 470H380l22 -46l30 92l34 -150l36 170l26 -92l18 26H760l24 -34l30 58l26 -24H1210"
        fill="none"
        stroke="var(--art-2)"
        strokeWidth="4"
        strokeLinejoin="round"
      />
      <path
        d="M-10 470H380l22 -46l30 92l34 -150l36 170l26 -92l18 26H760l24 -34l30 58l26 -24H1210V560H-10Z"
        fill="var(--art-5)"
        opacity="0.55"
      />
      <Capsule x={1092} y={384} turn={-28} />
      <Capsule x={722} y={92} turn={32} small />
    </>
  );
}

function Dial() {
  return (
    <g>
      <circle cx={CX} cy={CY} r="170" fill="var(--art-5)" opacity="0.6" />
      <circle cx={CX} cy={CY} r="170" fill="none" stroke="var(--art-2)" strokeWidth="3" />
      <circle
        cx={CX}
        cy={CY}
        r="146"
        fill="none"
        stroke="var(--art-1)"
        strokeWidth="14"
        strokeDasharray="690 230"
        strokeLinecap="round"
        transform={`rotate(130 ${CX} ${CY})`}
      />
      <circle
        cx={CX}
        cy={CY}
        r="146"
        fill="none"
        stroke="var(--art-2)"
        strokeWidth="14"
        strokeDasharray="470 460"
        strokeLinecap="round"
        transform={`rotate(130 ${CX} ${CY})`}
      />
      {steps(60).map((i) => {
        const [x1, y1] = polar(CX, CY, i % 5 ? 182 : 178, i * 6);
        const [x2, y2] = polar(CX, CY, i % 5 ? 190 : 198, i * 6);
        return (
          <line key={i} x1={x1} y1={y1} x2={x2} y2={y2} stroke="var(--art-3)" strokeWidth="2" opacity="0.6" />
        );
      })}
      <g className="dc-art-spin">
        <ellipse
          cx={CX}
          cy={CY}
          rx="250"
          ry="84"
          fill="none"
          stroke="var(--art-4)"
          strokeWidth="1.8"
          opacity="0.65"
        />
        <circle cx={CX + 250} cy={CY} r="8" fill="var(--art-4)" />
        <circle cx={CX - 250} cy={CY} r="5" fill="var(--art-3)" />
      </g>
    </g>
  );
}

function Sprout() {
  return (
    <g>
      <path
        d={`M${CX} ${CY + 118}C${CX - 4} ${CY + 40} ${CX + 6} ${CY} ${CX} ${CY - 24}`}
        fill="none"
        stroke="var(--art-3)"
        strokeWidth="9"
        strokeLinecap="round"
      />
      <path
        d={`M${CX} ${CY + 6}C${CX - 108} ${CY + 14} ${CX - 124} ${CY - 66} ${CX - 112} ${CY - 96}C${CX - 44} ${CY - 100} ${CX + 2} ${CY - 70} ${CX} ${CY + 6}Z`}
        fill="url(#fu-leaf)"
      />
      <path
        d={`M${CX} ${CY - 24}C${CX - 2} ${CY - 104} ${CX + 66} ${CY - 122} ${CX + 104} ${CY - 112}C${CX + 108} ${CY - 54} ${CX + 74} ${CY - 16} ${CX} ${CY - 24}Z`}
        fill="var(--art-2)"
      />
      <g fill="none" stroke="var(--art-5)" strokeWidth="3" strokeLinecap="round" opacity="0.7">
        <path
          d={`M${CX - 8} ${CY - 6}L${CX - 88} ${CY - 76}M${CX - 36} ${CY - 32}h-34M${CX - 58} ${CY - 50}v-28`}
        />
        <path
          d={`M${CX + 8} ${CY - 34}L${CX + 82} ${CY - 94}M${CX + 36} ${CY - 56}h30M${CX + 56} ${CY - 72}v-24`}
        />
      </g>
      <g fill="var(--art-5)">
        <circle cx={CX - 72} cy={CY - 32} r="5" />
        <circle cx={CX - 58} cy={CY - 80} r="5" />
        <circle cx={CX + 68} cy={CY - 56} r="5" />
        <circle cx={CX + 56} cy={CY - 98} r="5" />
      </g>
      <ellipse cx={CX} cy={CY + 122} rx="58" ry="12" fill="var(--art-2)" opacity="0.5" />
    </g>
  );
}

function Helix() {
  return (
    <g>
      {steps(30).map((i) => {
        const x = 40 + i * 22;
        const phase = i * 0.42;
        const a = round(210 + Math.sin(phase) * 74);
        const b = round(210 - Math.sin(phase) * 74);
        const near = Math.cos(phase) > 0;
        return (
          <g key={i} opacity={round(0.25 + scatter(i, 2) * 0.25)}>
            <line x1={x} y1={a} x2={x} y2={b} stroke="var(--art-3)" strokeWidth="2" />
            <circle cx={x} cy={a} r={near ? 7 : 4.5} fill="var(--art-2)" />
            <circle cx={x} cy={b} r={near ? 4.5 : 7} fill="var(--art-4)" />
          </g>
        );
      })}
    </g>
  );
}

function Capsule({ x, y, turn, small = false }: { x: number; y: number; turn: number; small?: boolean }) {
  return (
    <g className="dc-art-drift">
      <g transform={`translate(${x} ${y}) rotate(${turn}) scale(${small ? 0.6 : 1})`}>
        <path d="M-66 0a30 30 0 0 1 30 -30H0V30H-36A30 30 0 0 1 -66 0Z" fill="var(--art-6)" />
        <path d="M0 -30H36A30 30 0 0 1 36 30H0Z" fill="var(--art-2)" />
        <path d="M-44 -14H-8" stroke="var(--art-3)" strokeWidth="7" strokeLinecap="round" />
        <path d="M10 -14H34" stroke="var(--art-6)" strokeWidth="7" strokeLinecap="round" opacity="0.7" />
      </g>
    </g>
  );
}
