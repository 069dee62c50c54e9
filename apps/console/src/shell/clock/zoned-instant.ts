const MINUTE_MS = 60_000;

/**
 * The instant at which clocks in a zone show this local time, `2024-11-10T23:59`; null when it is no date. Where clocks
 * are put forward over it, the instant after the gap; where it comes twice, the first.
 */
export function instantIn(local: string, zone: string): number | null {
  const asUtc = Date.parse(`${local.slice(0, 16)}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local) || Number.isNaN(asUtc)) return null;
  // The offset at the guess may differ from that at the answer where clocks change in between: look twice.
  const first = asUtc - offsetMs(asUtc, zone);
  return asUtc - offsetMs(first, zone);
}

/** What a field of type `datetime-local` shows for an instant in a zone. */
export function localIn(at: number, zone: string): string {
  return new Date(Math.floor(at / MINUTE_MS) * MINUTE_MS + offsetMs(at, zone)).toISOString().slice(0, 16);
}

/** How far clocks of the zone are ahead of UTC at an instant. */
function offsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return shown - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
