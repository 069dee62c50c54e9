import { polar, round, scatter, steps } from './geometry.ts';

const CX = 915;
const CY = 235;
const R = 178;

/** 春启: a moon gate with an ice-crack lattice, a plum branch before it, two lanterns, clouds rolling in. */
export function SpringArt() {
  return (
    <>
      <defs>
        <linearGradient id="sp-wall" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="var(--hero)" />
          <stop offset="1" stopColor="var(--hero-2)" />
        </linearGradient>
        <linearGradient id="sp-moon" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--art-6)" />
          <stop offset="0.6" stopColor="var(--art-3)" />
          <stop offset="1" stopColor="var(--art-2)" />
        </linearGradient>
        <clipPath id="sp-gate">
          <circle cx={CX} cy={CY} r={R} />
        </clipPath>
      </defs>
      <rect y="-40" width="1200" height="600" fill="url(#sp-wall)" />
      <Sparks x={560} y={120} size={70} />
      <Sparks x={690} y={64} size={44} />
      <Sparks x={410} y={210} size={50} />
      <circle cx={CX} cy={CY} r={R + 22} fill="var(--art-5)" opacity="0.55" />
      <circle cx={CX} cy={CY} r={R + 12} fill="none" stroke="var(--art-2)" strokeWidth="5" />
      <circle cx={CX} cy={CY} r={R} fill="url(#sp-moon)" />
      <g clipPath="url(#sp-gate)">
        <circle cx={CX - 54} cy={CY + 20} r="74" fill="var(--art-1)" />
        <path
          d={`M${CX - 200} ${CY + 130}q70 -92 130 -34q44 -76 118 -10q60 -54 152 40v90h-400z`}
          fill="var(--art-4)"
          opacity="0.8"
        />
        <path d={`M${CX - 200} ${CY + 160}q90 -62 160 -10q70 -56 240 30v90h-400z`} fill="var(--art-1)" />
        <Lattice />
      </g>
      <Plum />
      <Lantern x={1104} y={0} cord={92} size={1} />
      <Lantern x={712} y={0} cord={48} size={0.72} />
      <Clouds />
    </>
  );
}

function Lattice() {
  return (
    <g fill="none" stroke="var(--art-5)" strokeWidth="5" opacity="0.88">
      {[-1, 1].map((side) => (
        <g key={side} transform={`translate(${CX} ${CY}) scale(${side} 1)`}>
          <path d="M92 -178V178M132 -130V130M92 -96h86M92 -48h86M92 48h86M92 96h86M132 -72h40M132 72h40M112 -48v96M152 -48v96M112 0h40" />
        </g>
      ))}
    </g>
  );
}

function Sparks({ x, y, size }: { x: number; y: number; size: number }) {
  return (
    <g stroke="var(--art-2)" strokeLinecap="round" strokeWidth="2.5" opacity="0.75">
      {steps(16).map((i) => {
        const long = i % 2 === 0;
        const [x1, y1] = polar(x, y, size * (long ? 0.5 : 0.36), i * 22.5);
        const [x2, y2] = polar(x, y, size * (long ? 0.82 : 0.56), i * 22.5);
        const [dx, dy] = polar(x, y, size, i * 22.5);
        return (
          <g key={i}>
            <line x1={x1} y1={y1} x2={x2} y2={y2} />
            {long ? <circle cx={dx} cy={dy} r="2.4" fill="var(--art-3)" stroke="none" /> : null}
          </g>
        );
      })}
    </g>
  );
}

function Blossom({ x, y, r, turn = 0 }: { x: number; y: number; r: number; turn?: number }) {
  return (
    <g transform={`rotate(${turn} ${x} ${y})`}>
      {steps(5).map((i) => {
        const [px, py] = polar(x, y, r * 0.62, i * 72 - 90);
        return <circle key={i} cx={px} cy={py} r={round(r * 0.52)} fill="var(--art-6)" />;
      })}
      {steps(5).map((i) => {
        const [px, py] = polar(x, y, r * 0.62, i * 72 - 54);
        return <circle key={i} cx={px} cy={py} r={round(r * 0.09)} fill="var(--art-2)" />;
      })}
      <circle cx={x} cy={y} r={round(r * 0.24)} fill="var(--art-1)" />
    </g>
  );
}

function Plum() {
  return (
    <g>
      <g fill="none" stroke="var(--art-5)" strokeLinecap="round">
        <path d="M1210 330C1120 300 1060 330 990 262S880 180 800 190" strokeWidth="13" />
        <path d="M1040 300C1010 240 1020 210 990 150" strokeWidth="8" />
        <path d="M930 212C900 240 880 262 836 268" strokeWidth="6" />
        <path d="M1110 310C1120 270 1150 250 1164 214" strokeWidth="7" />
      </g>
      <Blossom x={806} y={190} r={25} />
      <Blossom x={846} y={268} r={21} turn={30} />
      <Blossom x={930} y={208} r={30} turn={12} />
      <Blossom x={992} y={152} r={27} turn={40} />
      <Blossom x={1042} y={296} r={26} turn={20} />
      <Blossom x={1164} y={216} r={24} />
      <Blossom x={1120} y={318} r={20} turn={15} />
      {steps(9).map((i) => (
        <circle
          key={i}
          cx={round(770 + scatter(i, 7) * 400)}
          cy={round(150 + scatter(i, 8) * 230)}
          r={round(3 + scatter(i, 9) * 4)}
          fill="var(--art-6)"
          opacity="0.85"
        />
      ))}
    </g>
  );
}

function Lantern({ x, y, cord, size }: { x: number; y: number; cord: number; size: number }) {
  return (
    <g className="dc-art-drift">
      <line x1={x} y1={y - 10} x2={x} y2={cord} stroke="var(--art-2)" strokeWidth="3" />
      <g transform={`translate(${x} ${cord}) scale(${size})`}>
        <rect x="-22" y="0" width="44" height="10" rx="3" fill="var(--art-2)" />
        <ellipse cx="0" cy="52" rx="56" ry="46" fill="var(--art-1)" />
        <g fill="none" stroke="var(--art-2)" strokeWidth="2" opacity="0.8">
          <ellipse cx="0" cy="52" rx="36" ry="46" />
          <ellipse cx="0" cy="52" rx="14" ry="46" />
        </g>
        <rect x="-22" y="94" width="44" height="10" rx="3" fill="var(--art-2)" />
        <path d="M-12 104v34M-4 104v44M4 104v44M12 104v34" stroke="var(--art-2)" strokeWidth="3" />
      </g>
    </g>
  );
}

function Clouds() {
  const rows = [
    { y: 478, r: 62, fill: 'var(--art-1)', shift: -30 },
    { y: 522, r: 56, fill: 'var(--hero-2)', shift: 26 },
    { y: 566, r: 54, fill: 'var(--hero)', shift: -10 },
  ];
  return (
    <g>
      {rows.map((row) =>
        steps(15).map((i) => {
          const x = i * 92 + row.shift;
          return (
            <g key={`${row.y}-${i}`}>
              <circle cx={x} cy={row.y} r={row.r} fill={row.fill} />
              {[0.8, 0.56, 0.32].map((k) => (
                <circle
                  key={k}
                  cx={x}
                  cy={row.y}
                  r={round(row.r * k)}
                  fill="none"
                  stroke="var(--art-2)"
                  strokeWidth="1.6"
                  opacity="0.5"
                />
              ))}
            </g>
          );
        }),
      )}
    </g>
  );
}
