/** Icons on a 24-unit grid, 1.75 stroke, round joins; drawn for Dacu. `solid` ones are filled. */
const PATHS = {
  // storefront
  venue:
    'M4 9.5 5.6 4.8A1.2 1.2 0 0 1 6.7 4h10.6a1.2 1.2 0 0 1 1.1.8L20 9.5M4 9.5a2.67 2.67 0 0 0 5.33 0 2.67 2.67 0 0 0 5.34 0 2.67 2.67 0 0 0 5.33 0M5.5 12v7a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-7M9.5 20v-4a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v4',
  categories:
    'M5 4h4.5a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM5 13.5h4.5a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-4.5a1 1 0 0 1 1-1ZM14.5 13.5H19a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1h-4.5a1 1 0 0 1-1-1v-4.5a1 1 0 0 1 1-1ZM20 7.25a3.25 3.25 0 1 1-6.5 0 3.25 3.25 0 0 1 6.5 0Z',
  cart: 'M6.2 8h11.6a1 1 0 0 1 1 .9l1 10a1 1 0 0 1-1 1.1H5.2a1 1 0 0 1-1-1.1l1-10a1 1 0 0 1 1-.9ZM8.5 11V7a3.5 3.5 0 0 1 7 0v4',
  me: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20c.5-3.6 3.7-5.5 7.5-5.5s7 1.9 7.5 5.5',
  search: 'M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM15.2 15.2 20 20',
  bolt: 'M13.2 3 5 13.6h6L10.4 21 19 10h-6.2L13.2 3Z',
  heart: 'M12 20s-7.5-4.6-7.5-10.2A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 7.5 2.8C19.5 15.4 12 20 12 20Z',
  receipt:
    'M6 3.5 8 5l2-1.5L12 5l2-1.5L16 5l2-1.5V20.5L16 19l-2 1.5-2-1.5-2 1.5L8 19l-2 1.5V3.5ZM9 9.5h6M9 13h6',
  ticket:
    'M4 7.5a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1V10a2 2 0 0 0 0 4v2.5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V14a2 2 0 0 0 0-4V7.5ZM14.5 9.5v1M14.5 13.5v1',
  truck:
    'M3.5 6.5h10a1 1 0 0 1 1 1V16H9.6M3.5 6.5V16h1M14.5 10h3l3 3.2V16h-1M9.5 16.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM18.9 16.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z',
  key: 'M8.6 15.9a3.9 3.9 0 1 1 3.6-5.4H20v3h-2v2.6h-3v-2.6h-2.8a3.9 3.9 0 0 1-3.6 2.4ZM8.5 12.1v-.2',
  shield: 'M12 3.5 19 6v5.5c0 4.3-2.8 7.4-7 9-4.2-1.6-7-4.7-7-9V6l7-2.5ZM9 12l2.2 2.2L15.2 10',
  box: 'M12 3.5 20 7.5v9l-8 4-8-4v-9l8-4ZM4.3 7.7 12 11.5l7.7-3.8M12 11.5v8.8M8 5.6l7.8 3.9',
  location:
    'M12 21s-6.5-6-6.5-11a6.5 6.5 0 1 1 13 0c0 5-6.5 11-6.5 11ZM14.3 10a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0Z',
  wallet:
    'M5 6.5h12.5a1.5 1.5 0 0 1 1.5 1.5v9.5A1.5 1.5 0 0 1 17.5 19H6a2 2 0 0 1-2-2V7.5a2 2 0 0 1 2-2h9.5M19 11h-3.5a1.8 1.8 0 1 0 0 3.6H19',
  chat: 'M5.5 5h13A1.5 1.5 0 0 1 20 6.5v8a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 4v-4h-2A1.5 1.5 0 0 1 4 14.5v-8A1.5 1.5 0 0 1 5.5 5ZM8.5 9h7M8.5 12h4.5',
  return: 'M9 5 4.5 9.5 9 14M5 9.5h9.2a5 5 0 0 1 0 10H10',
  shop: 'M4.5 9.5V19a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1V9.5M3.5 9.5 5.5 4h13l2 5.5h-17ZM9.5 20v-5.5h5V20',
  // console
  plan: 'M6 4h9l4 4v11a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM14.5 4v4.5H19M8.5 12.5h7M8.5 16h5',
  rehearse: 'M12 4a8 8 0 1 1-7.6 5.5M4 4.5v5h5M12 8v4.3l3 1.7',
  run: 'M3.5 13H8l2.2-7 3.6 12L16 11l1.4 2h3.1',
  review: 'M4.5 4v15.5H20M8.5 16v-4M12.5 16V8M16.5 16v-6',
  gear: 'M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM12 3.5v2.2M12 18.3v2.2M20.5 12h-2.2M5.7 12H3.5M18 6l-1.6 1.6M7.6 16.4 6 18M18 18l-1.6-1.6M7.6 7.6 6 6',
  members:
    'M12.5 8.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM2.8 19c.4-3.2 3-5 6.2-5s5.8 1.8 6.2 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.5c2 .6 3.4 2.2 3.7 4.5',
  bell: 'M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 2h-15l1.5-2ZM10 20.5h4',
  // signs
  back: 'M14.5 5 7.5 12l7 7',
  forward: 'M9.5 5l7 7-7 7',
  up: 'M5 14.5 12 7.5l7 7',
  down: 'M5 9.5l7 7 7-7',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  check: 'M5 12.5 10 17.5 19.5 7',
  alert: 'M12 4 21 19.5H3L12 4ZM12 10v4.5M12 17v.2',
  info: 'M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM12 11v5M12 8v.2',
  clock: 'M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM12 7v5.2l3.2 2',
  offline:
    'M4 4l16 16M8.7 11.2A7.6 7.6 0 0 0 6.5 12.7M12 9.2c2.9-.1 5.5 1.2 7.4 3.2M3.5 9.6a12.6 12.6 0 0 1 3-2.1M10.5 6.1A13 13 0 0 1 20.5 9.6M9.5 15.6a3.9 3.9 0 0 1 4.6-.3M12 19v.2',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 4v4.5H15',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12a1 1 0 0 0 1 1h6.4a1 1 0 0 0 1-1L17 7M10.5 11v5M13.5 11v5',
  sort: 'M7.5 5v14M4 15.5 7.5 19l3.5-3.5M16.5 19V5M13 8.5 16.5 5 20 8.5',
  download: 'M12 4v11M7.5 11 12 15.5l4.5-4.5M5 19.5h14',
  columns:
    'M5 4.5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM9.5 4.5v15M14.5 4.5v15',
  filter: 'M4 5.5h16l-6.2 7.4v5.6l-3.6-1.8v-3.8L4 5.5Z',
  share: 'M12 15V4M8 7.5 12 3.5l4 4M6 11.5H5v8.5h14v-8.5h-1',
  sun: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM12 3v2M12 19v2M21 12h-2M5 12H3M18.4 5.6 17 7M7 17l-1.4 1.4M18.4 18.4 17 17M7 7 5.6 5.6',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  device: 'M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM9 20h6M12 16v4',
  language:
    'M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM3.5 12h17M12 3.5c2.6 2.4 3.8 5.2 3.8 8.5s-1.2 6.1-3.8 8.5c-2.6-2.4-3.8-5.2-3.8-8.5s1.2-6.1 3.8-8.5Z',
} as const;

export type IconName = keyof typeof PATHS;

type IconProps = {
  readonly name: IconName;
  readonly size?: number;
  readonly solid?: boolean;
  /** Said aloud; without it the icon is decoration and its neighbour must carry the words. */
  readonly label?: string;
  readonly className?: string;
};

export function Icon({ name, size = 22, solid = false, label, className = '' }: IconProps) {
  return (
    <svg
      className={`dc-icon ${className}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={solid ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark: 大 cut out of a ticket. */
export function Mark({ size = 28, className = '' }: { size?: number; className?: string }) {
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="currentColor"
        d="M6 2h20a4 4 0 0 1 4 4v6.2a3.8 3.8 0 0 0 0 7.6V26a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4v-6.2a3.8 3.8 0 0 0 0-7.6V6a4 4 0 0 1 4-4Z"
      />
      <path
        fill="none"
        stroke="var(--mark-cut, var(--surface))"
        strokeWidth="2.9"
        strokeLinecap="round"
        d="M9.2 12.6h13.6M16 7.4v5.2c0 5-2.6 9-7 11.4M16 13.4c.8 4.6 3.2 8.4 7 10.6"
      />
    </svg>
  );
}
