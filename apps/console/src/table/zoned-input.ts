/** What `<input type="datetime-local">` holds for an instant in a zone: `2024-06-18T00:00`. */
export function toZonedInput(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** The instant that a zone's clocks show so; null for half a date. In an hour that clocks repeat, the first of the two. */
export function fromZonedInput(text: string, zone: string): number | null {
  const asUtc = Date.parse(`${text}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(asUtc)) return null;
  const offsetAt = (at: number) => Date.parse(`${toZonedInput(at, zone)}:00Z`) - at;
  const first = asUtc - offsetAt(asUtc);
  return asUtc - offsetAt(first);
}
